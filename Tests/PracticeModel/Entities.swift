// What the canonical files carry, linked: each value holds what its row refers to. They never change once read, and are
// classes only so that many touches can hold one candidate; two are the same when their ids are.

/// A recruiter of the agency.
public final class Recruiter: Sendable {
  let id: String
  init(id: String) { self.id = id }
}

/// A client of the agency, with the check-in policy of clients.csv where it has one.
public final class Client: Sendable {
  let id: String
  let checkInMode: Policy.CheckInMode?
  let checkInCap: Int?
  let checkInDays: Int?

  init(id: String, checkInMode: Policy.CheckInMode?, checkInCap: Int?, checkInDays: Int?) {
    self.id = id
    self.checkInMode = checkInMode
    self.checkInCap = checkInCap
    self.checkInDays = checkInDays
  }
}

/// A person's ways of being reached, and whether they may be.
struct Reach: Sendable {
  let email: String?
  let phone: String?
  let doNotContact: Bool
  /// Trimmed and in lower case; nil unless something stands before the one @, and a domain with a dot after it.
  let sameEmail: String?
  /// The last nine digits of at least seven that are not all the same; else nil.
  let samePhone: String?

  init(email: String?, phone: String?, doNotContact: Bool) {
    self.email = email
    self.phone = phone
    self.doNotContact = doNotContact
    sameEmail = Self.sameEmail(email)
    samePhone = Self.samePhone(phone)
  }

  private static func sameEmail(_ email: String?) -> String? {
    let trimmed = (email ?? "").trimmed.lowercased()
    let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
    let cannotBe = trimmed.unicodeScalars.contains {
      $0.properties.isWhitespace || $0.value < 0x20 || "<>(),;:\"\\".unicodeScalars.contains($0)
    }
    guard parts.count == 2, !parts[0].isEmpty, !cannotBe else { return nil }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && !labels.contains("") ? trimmed : nil
  }

  private static func samePhone(_ phone: String?) -> String? {
    let digits = (phone ?? "").unicodeScalars.filter { ("0"..."9").contains($0) }
    guard digits.count >= 7, Set(digits).count > 1 else { return nil }
    return String(String.UnicodeScalarView(digits.suffix(9)))
  }
}

/// One of a client's people.
public final class Contact: Sendable {
  let id: String
  let client: Client
  let reach: Reach

  init(id: String, client: Client, reach: Reach) {
    self.id = id
    self.client = client
    self.reach = reach
  }
}

/// Somebody the agency finds a job for.
public final class Candidate: Sendable {
  let id: String
  let reach: Reach
  let recruiter: Recruiter
  let isActive: Bool
  let statusSince: Moment?
  let searchStartedOn: Day?

  init(
    id: String,
    reach: Reach,
    recruiter: Recruiter,
    isActive: Bool,
    statusSince: Moment?,
    searchStartedOn: Day?
  ) {
    self.id = id
    self.reach = reach
    self.recruiter = recruiter
    self.isActive = isActive
    self.statusSince = statusSince
    self.searchStartedOn = searchStartedOn
  }
}

/// A client's vacancy.
public final class JobOrder: Sendable {
  let id: String
  let client: Client
  let recruiter: Recruiter
  let hiringContact: Contact?
  let isOpen: Bool
  let statusSince: Moment?

  init(id: String, client: Client, recruiter: Recruiter, hiringContact: Contact?, isOpen: Bool, statusSince: Moment?) {
    self.id = id
    self.client = client
    self.recruiter = recruiter
    self.hiringContact = hiringContact
    self.isOpen = isOpen
    self.statusSince = statusSince
  }
}

/// A stage of an application, and since when; nil when that is not known.
struct Stage: Sendable {
  let name: String
  let since: Moment?
}

/// How an application ended.
enum Decision: String, Sendable { case accepted, declined, rejected, withdrawn }

/// A candidate put forward for a job order.
public final class Application: Sendable {
  let id: String
  let candidate: Candidate
  let jobOrder: JobOrder
  let stages: [Stage]
  let decision: Decision?
  let decidedAt: Moment?
  let startDate: Day?
  let announceOn: Day?

  init(
    id: String,
    candidate: Candidate,
    jobOrder: JobOrder,
    stages: [Stage],
    decision: Decision?,
    decidedAt: Moment?,
    startDate: Day?,
    announceOn: Day?
  ) {
    self.id = id
    self.candidate = candidate
    self.jobOrder = jobOrder
    self.stages = stages
    self.decision = decision
    self.decidedAt = decidedAt
    self.startDate = startDate
    self.announceOn = announceOn
  }

  /// When it was decided: nil while it is not; always, when the date of the decision is not known.
  var decided: Moment? { decision == nil ? nil : decidedAt ?? .always }
}

/// An interview of an application.
public final class Interview: Sendable {
  enum Status: String, Sendable { case scheduled, held, cancelled, noShow = "no_show" }

  let id: String
  let application: Application
  let scheduledAt: Moment?
  let starts: Moment
  let ends: Moment
  let status: Status
  let attendees: [Attendee]

  init(
    id: String,
    application: Application,
    scheduledAt: Moment?,
    starts: Moment,
    ends: Moment,
    status: Status,
    attendees: [Attendee]
  ) {
    self.id = id
    self.application = application
    self.scheduledAt = scheduledAt
    self.starts = starts
    self.ends = ends
    self.status = status
    self.attendees = attendees
  }

  /// Not cancelled and not a no-show: those are as if they had never been.
  var isHeldOrScheduled: Bool { status == .held || status == .scheduled }
}

/// A contact who takes part in an interview.
struct Attendee: Sendable {
  let contact: Contact
  let isInterviewer: Bool
}

/// Somebody who speaks for a candidate.
public final class Reference: Sendable {
  enum Status: String, Sendable { case active, refused, bounced, inactive }
  enum Consent: Sendable { case given, refused, notKnown }

  let id: String
  let candidate: Candidate
  let reach: Reach
  let consent: Consent
  let status: Status
  let statusSince: Moment?
  let addedAt: Moment?

  init(
    id: String,
    candidate: Candidate,
    reach: Reach,
    consent: Consent,
    status: Status,
    statusSince: Moment?,
    addedAt: Moment?
  ) {
    self.id = id
    self.candidate = candidate
    self.reach = reach
    self.consent = consent
    self.status = status
    self.statusSince = statusSince
    self.addedAt = addedAt
  }

  /// From when on it is active: the later of added_at and, if active, status_since.
  var activeFrom: Moment { latest(addedAt, status == .active ? statusSince : nil) ?? .always }

  /// Until when it is active (that moment no more): nil while it is.
  var activeUntil: Moment? { status == .active ? nil : statusSince ?? .always }

  /// Whether it is active at a moment.
  func isActive(at moment: Moment) -> Bool {
    guard activeFrom <= moment else { return false }
    guard let until = activeUntil else { return true }
    return moment < until
  }
}

/// Who takes part in a touch.
enum Party: Sendable {
  case candidate(Candidate)
  case recruiter(Recruiter)
  case contact(Contact)
  case reference(Reference)

  var kind: String {
    switch self {
    case .candidate: "candidate"
    case .recruiter: "recruiter"
    case .contact: "contact"
    case .reference: "reference"
    }
  }

  var id: String {
    switch self {
    case .candidate(let one): one.id
    case .recruiter(let one): one.id
    case .contact(let one): one.id
    case .reference(let one): one.id
    }
  }

  /// nil for recruiters, who have none on file.
  var reach: Reach? {
    switch self {
    case .candidate(let one): one.reach
    case .recruiter: nil
    case .contact(let one): one.reach
    case .reference(let one): one.reach
    }
  }

  var isDoNotContact: Bool { reach?.doNotContact ?? false }
}

/// A contact that really happened.
public final class Touch: Sendable {
  let id: String
  let at: Moment
  let actor: Party
  let party: Party?
  let channel: String
  let purpose: String
  /// As the row names it.
  let candidate: Candidate?
  /// As the row names it, else that of the interview it names: one that names an interview names its application.
  let application: Application?
  /// As the row names it.
  let interview: Interview?

  /// Counts for `candidate_check_in` and the guardrail `no_consent` only.
  var isReminder: Bool { purpose == "reminder" }

  init(
    id: String,
    at: Moment,
    actor: Party,
    party: Party?,
    channel: String,
    purpose: String,
    candidate: Candidate?,
    application: Application?,
    interview: Interview?
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.party = party
    self.channel = channel
    self.purpose = purpose
    self.candidate = candidate
    self.application = application ?? interview?.application
    self.interview = interview
  }
}

extension String {
  /// Without blanks at its ends.
  var trimmed: String {
    let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
    return String(drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
  }
}
