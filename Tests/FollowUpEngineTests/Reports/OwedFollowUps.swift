import TestSupport

/// A follow-up as the planner would have written it, for tests that count: ids are those of the files, times ISO 8601.
struct Owed {
  var rule = "client_check_in"
  var candidate = "c1"
  var application: String?
  var recruiter = "r1"
  var asked = "2026-01-01T09:00:00Z"
  var due: String
  var done: String?
  var expires: String?
  var until: String?
  var skipped: String?
  var snoozed: String?
  /// How many of them.
  var times = 1
}

extension ReportStory {
  /// Writes follow-ups as if they had been planned. Nobody plans after it.
  func owe(_ owed: [Owed]) async throws {
    for item in owed {
      try await agency.sql(
        """
        INSERT INTO follow_up (agency_id, candidate_id, rule, application_id, occurrence, party_kind, party_id, recruiter_id,
          anchor_at, asked_from, asked_until, opens_at, due_at, expires_at, done_at, withdrawn, skipped_at, skip_reason,
          snoozed_until)
        SELECT candidate.agency_id, candidate.candidate_id, '\(item.rule)', application.application_id, gen_random_uuid(),
          'candidate', candidate.candidate_id, recruiter.recruiter_id, '\(item.asked)', '\(item.asked)',
          \(text(item.until)), '\(item.asked)', '\(item.due)', \(text(item.expires)), \(text(item.done)), false,
          \(text(item.skipped)), \(item.skipped == nil ? "NULL" : "'not needed'"), \(text(item.snoozed))
        FROM candidate
        JOIN recruiter ON recruiter.agency_id = candidate.agency_id AND recruiter.external_id = '\(item.recruiter)'
        LEFT JOIN application ON application.agency_id = candidate.agency_id
          AND application.external_id = \(text(item.application))
        CROSS JOIN generate_series(1, \(item.times))
        WHERE candidate.agency_id = :agency AND candidate.external_id = '\(item.candidate)'
        """
      )
    }
  }

  private func text(_ value: String?) -> String { value.map { "'\($0)'" } ?? "NULL" }
}

/// Files of a small agency: Rita (r1) and Remo (r2); Acme (cl1) and Bolt (cl2); Carl (c1), who is Rita's and in two processes, and Dora (c2),
/// Remo's. Nobody owes anything by these alone: the candidates are not searching any more.
enum QuietAgency {
  static let files = [
    "recruiters.csv": """
    id,name,email,daily_minutes
    r1,Rita,rita@agency.example,60
    r2,Remo,remo@agency.example,120
    """,
    "clients.csv": """
    id,name
    cl1,Acme
    cl2,Bolt
    """,
    "contacts.csv": """
    id,client,name,email
    ana,cl1,Ana,ana@acme.example
    bo,cl2,Bo,bo@bolt.example
    """,
    "candidates.csv": """
    id,name,recruiter,email,status
    c1,Carl,r1,carl@home.example,inactive
    c2,Dora,r2,dora@home.example,inactive
    """,
    "job_orders.csv": """
    id,client,title,recruiter,hiring_contact
    j1,cl1,Clerk,r1,ana
    j2,cl2,Cook,r2,bo
    """,
    "applications.csv": """
    id,candidate,job_order
    a1,c1,j1
    a2,c1,j2
    a3,c2,j1
    """,
  ]
}
