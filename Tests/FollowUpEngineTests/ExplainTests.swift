import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Why a follow-up is on a list")
struct ExplainTests {
  /// The follow-up of a rule, the first by due time that the condition picks.
  private func explained(
    _ rule: String,
    _ agency: TestAgency,
    where condition: String = "true"
  ) async throws -> Explanation {
    let id = try await agency.value(
      "SELECT follow_up_id FROM follow_up WHERE agency_id = :agency AND rule = '\(rule)' AND \(condition) ORDER BY due_at"
    )
    guard let id = id.flatMap(Int.init) else { throw SupportError("\(rule) asks nothing") }
    return try await Explainer(agency.session).explain(id)
  }

  private func steps(_ explanation: Explanation) -> [String] {
    explanation.due.steps.map { "\($0.moment?.local ?? "-"): \($0.words)" }
  }

  @Test(
    "Worked example 3: due is counted from the interview's end, 7 days are added, and it rolls over Thanksgiving to Friday"
  )
  func thanksgiving() async throws {
    let agency = try await WorkedExample.at("2026-11-23T09:00:00-05:00")

    let why = try await explained("client_check_in", agency)

    #expect(why.state == "open")
    #expect(why.stateInWords == "upcoming: it opens on Thu 2026-11-26 16:00 and is due on Fri 2026-11-27 16:00")
    #expect(why.anchor.moment.at == "2026-11-19T21:00:00Z")
    #expect(why.anchor.facts == ["interview i1 ended (application a1)"])
    #expect(
      steps(why) == [
        "Thu 2026-11-19 16:00: the anchor",
        "Thu 2026-11-26 16:00: added 7 days (check_in_days)",
        "Fri 2026-11-27 16:00: rolled over Thu 2026-11-26 (Thanksgiving) to the next working date",
      ]
    )
    #expect(why.due.note == nil)
    #expect(
      why.practice?.sources.contains("Following Up After an Interview: The Dos and Don'ts (Halpin Personnel)") == true
    )
    #expect(why.text.contains("Due Fri 2026-11-27 16:00"))
    #expect(why.text.contains("check_in_days = 7: the default of the practice"))
  }

  @Test("The policy value used is the client's own where it has one, and the words say where it is set")
  func policy() async throws {
    let agency = try await WorkedExample.at("2026-11-23T09:00:00-05:00")
    try await PolicyBook(agency.session).set(key: "check_in_days", value: "5", client: "cl1")
    _ = try await Planner(agency.session).plan()

    let why = try await explained("client_check_in", agency)

    let setting = why.policy.first { $0.key == "check_in_days" }
    #expect(setting?.value == "5")
    #expect(setting?.setBy == "set for the client Corner Foods: followup agency policy check_in_days --client cl1")
    #expect(steps(why).dropFirst().first == "Tue 2026-11-24 16:00: added 5 days (check_in_days)")
    #expect(steps(why).last == "Tue 2026-11-24 16:00: already a working date")
  }

  @Test("Gone: the client spoke, so the second check-in is no longer asked for; the first was ended by its touch")
  func gone() async throws {
    let agency = try await WorkedExample.at(
      "2026-12-01T08:00:00-05:00",
      touches: [
        "t1,2026-11-27T10:00:00-05:00,recruiter,r1,contact,ben,call,check_in,a1,",
        "t2,2026-11-30T09:00:00-05:00,contact,ana,recruiter,r1,email,word,a1,",
      ]
    )

    let first = try await explained("client_check_in", agency, where: "occurrence = 'i1/1'")
    let second = try await explained("client_check_in", agency, where: "occurrence = 'i1/2'")
    let update = try await explained("candidate_status_update", agency)

    #expect(first.stateInWords == "done on time, on Fri 2026-11-27 10:00")
    #expect(first.touches.filter(\.counted).map(\.id) == ["t1"])
    #expect(second.state == "cancelled")
    #expect(second.stateInWords == "gone since Mon 2026-11-30 09:00: the client spoke")
    #expect(
      second.anchor.facts.first?.hasPrefix("touch t1: recruiter Rosa Recruiter (r1) to contact Ben Birch (ben)") == true
    )
    #expect(second.nudges.allSatisfy { $0.kind == "unused" })
    #expect(steps(update).last == "Tue 2026-12-01 09:00: added 1 business day (due_bd)")
    #expect(update.anchor.facts.first?.hasPrefix("touch t2: contact Ana Alder (ana)") == true)
  }

  @Test(
    "Touches that almost counted are named with the reason: another person, another channel, too early, already done"
  )
  func nearlyCounted() async throws {
    let agency = try await WorkedExample.at(
      "2026-11-23T09:00:00-05:00",
      touches: [
        "t0,2026-11-19T15:30:00-05:00,candidate,c1,contact,ben,email,thank_you,a1,i1",
        "t1,2026-11-20T09:00:00-05:00,recruiter,r1,candidate,c1,email,proofread,a1,i1",
        "t2,2026-11-20T09:10:00-05:00,candidate,c1,contact,ana,email,thank_you,a1,i1",
        "t3,2026-11-20T10:00:00-05:00,candidate,c1,contact,ben,call,thank_you,a1,i1",
        "t4,2026-11-21T11:00:00-05:00,candidate,c1,contact,ben,email,thank_you,a1,i1",
        "t5,2026-11-22T11:00:00-05:00,candidate,c1,contact,ben,email,thank_you,a1,i1",
      ]
    )

    let ben = try await explained(
      "thank_you_email",
      agency,
      where: "party_id = (SELECT contact_id FROM contact WHERE external_id = 'ben')"
    )

    #expect(ben.stateInWords == "done late, on Sat 2026-11-21 11:00: 19 h after it was due")
    let verdicts = Dictionary(uniqueKeysWithValues: ben.touches.map { ($0.id, $0.verdict) })
    #expect(verdicts["t0"] == "did not count: it was before anything was asked for, on Thu 2026-11-19 16:00")
    #expect(verdicts["t2"] == "did not count: it is to contact Ana Alder (ana), not to Ben Birch (ben)")
    #expect(verdicts["t3"] == "did not count: its channel is call, not email")
    #expect(verdicts["t4"] == "counted: it ends the follow-up")
    #expect(verdicts["t5"] == "did not count: the follow-up was already done")
    #expect(verdicts["t1"] == nil)
  }

  @Test(
    "Not due at all: missed once its time ran out, skipped by hand with the reason, gone when its facts are taken out"
  )
  func otherEnds() async throws {
    let agency = try await WorkedExample.at("2026-11-23T09:00:00-05:00")
    let thanks = try await explained("thank_you_email", agency)
    let checkIn = try await explained("client_check_in", agency)
    try await TouchLog(agency.session).skip(checkIn.followUpID, reason: "they asked for peace")

    #expect(thanks.stateInWords == "missed: its time ran out on Fri 2026-11-20 16:00")
    let skipped = try await Explainer(agency.session).explain(checkIn.followUpID)
    #expect(skipped.stateInWords == "skipped by hand on Mon 2026-11-23 09:00: they asked for peace")

    try await agency.sql("UPDATE interview SET status = 'cancelled' WHERE agency_id = :agency")
    let stale = try await Explainer(agency.session).explain(checkIn.followUpID)
    #expect(stale.caveat?.contains("run followup plan") == true)
    _ = try await Planner(agency.session).plan()
    let withdrawn = try await Explainer(agency.session).explain(checkIn.followUpID)
    #expect(withdrawn.state == "cancelled")
    #expect(withdrawn.stateInWords.hasPrefix("gone: its facts were removed"))
    #expect(withdrawn.caveat == nil)
  }

  @Test("Nudges: what was sent stands there with its step, the next step with its time")
  func nudges() async throws {
    let agency = try await WorkedExample.at("2026-11-28T09:00:00-05:00")
    let before = try await explained("client_check_in", agency)
    try await agency.sql(
      """
      WITH outgoing AS (
        INSERT INTO message (
          agency_id, key, kind, recipient_kind, recipient_id, recipient_address, subject, body_text, local_date,
          created_at, state, next_attempt_at, sent_at
        )
        SELECT :agency, 'k', 'nudge', 'recruiter', recruiter_id, email, 's', 'b', '2026-11-27',
          '2026-11-27 16:30-05', 'sent', '2026-11-27 16:30-05', '2026-11-27 16:30-05'
        FROM recruiter WHERE agency_id = :agency AND external_id = 'r1'
        RETURNING message_id, recipient_id
      )
      INSERT INTO nudge (agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id, message_id, created_at)
      SELECT :agency, candidate_id, follow_up_id, 'due + 0 h: recruiter', due_at, 'recruiter', recipient_id, message_id, '2026-11-27 16:30-05'
      FROM follow_up CROSS JOIN outgoing
      WHERE agency_id = :agency AND follow_up_id = \(before.followUpID)
      """
    )

    let after = try await Explainer(agency.session).explain(before.followUpID)

    #expect(before.stateInWords.hasPrefix("overdue"))
    #expect(before.nudges.map(\.kind) == ["next", "next", "next"])
    #expect(
      after.nudges.map(\.words) == [
        "due + 0 h: recruiter to recruiter Rosa Recruiter (r1): sent on Fri 2026-11-27 16:30",
        "due + 2 bd to recruiter Rosa Recruiter (r1): not before Tue 2026-12-01 16:00",
        "due + 4 bd to manager Mona Manager (m1): not before Thu 2026-12-03 16:00",
      ]
    )
    #expect(after.text.contains("next: due + 2 bd"))
  }

  @Test(
    "A rule of one's own: its steps are found from its parameters; steps that do not lead to its due time are not shown"
  )
  func ownRule() async throws {
    let agency = try await WorkedExample.at("2026-11-23T09:00:00-05:00")
    let folder = try temporaryFolder()
    let plain = """
      -- rule: second_look
      -- summary: Look at each interview again.
      -- why: Two look better than one.
      -- source: House rules
      -- actor: recruiter
      -- party: candidate
      -- channel: call
      -- purpose: other
      -- minutes: 5
      -- param: due_bd = 5 -- business days after the interview's end
      SELECT interview.agency_id, interview.candidate_id, interview.application_id, interview.interview_id,
        NULL::bigint AS contact_id, NULL::bigint AS reference_id, '' AS occurrence, 'candidate' AS party_kind,
        interview.candidate_id AS party_id, candidate.recruiter_id, interview.ends_at AS anchor_at,
        interview.ends_at AS asked_from, NULL::timestamptz AS asked_until, NULL AS until_reason,
        interview.ends_at AS opens_at, plus_business_days(interview.ends_at, :due_bd, practice) AS due_at,
        NULL::timestamptz AS expires_at, NULL::timestamptz AS done_at, NULL AS remark
      FROM scope
      JOIN practice USING (agency_id)
      JOIN contactable_candidate AS candidate USING (agency_id, candidate_id)
      JOIN held_interview AS interview USING (agency_id, candidate_id)

      """
    let wrong =
      plain.replacingOccurrences(of: "second_look", with: "third_look")
      .replacingOccurrences(of: "-- actor", with: "-- due: anchor_at + due_bd days\n-- actor")
    try plain.write(toFile: folder + "/second_look.sql", atomically: true, encoding: .utf8)
    try wrong.write(toFile: folder + "/third_look.sql", atomically: true, encoding: .utf8)
    let own = TestAgency(
      database: agency.database,
      session: AgencySession(
        connection: agency.session.connection,
        catalog: try agency.session.catalog.withRules(in: folder).catalog,
        agency: agency.session.agency,
        asOf: agency.session.asOf,
        logger: quietLogger()
      )
    )
    _ = try await Planner(own.session).plan()

    let second = try await explained("second_look", own)
    let third = try await explained("third_look", own)

    #expect(
      steps(second) == [
        "Thu 2026-11-19 16:00: the anchor",
        "Fri 2026-11-27 16:00: added 5 business days (due_bd), not counting Sat 2026-11-21, Sun 2026-11-22, Thu 2026-11-26 (Thanksgiving)",
      ]
    )
    #expect(second.due.note?.contains("does not state the steps") == true)
    #expect(second.policy.map(\.key).contains("second_look.due_bd"))
    #expect(third.due.steps.isEmpty)
    #expect(third.due.note?.contains("do not give that time") == true)
    #expect(third.due.moment.local == "Fri 2026-11-27 16:00")
    let everything = try await Explainer(own.session).explain(candidate: "c1")
    #expect(everything.rules.first { $0.rule == "second_look" }?.followUps.count == 1)
  }

  @Test("Every rule for a candidate: what it asks, or which facts are missing")
  func candidate() async throws {
    let agency = try await WorkedExample.at(
      "2026-11-25T09:00:00-05:00",
      more: [
        "references": """
        id,candidate,name,email,consent,status,status_since,added_at
        f1,c1,Frida Friend,frida@friends.example,yes,active,,2026-11-24T10:00:00-05:00
        """
      ]
    )
    let all = try await Explainer(agency.session).explain(candidate: "cleo@home.example")
    let because = Dictionary(uniqueKeysWithValues: all.rules.map { ($0.rule, $0.silentBecause) })

    #expect(try all.rules.map(\.rule) == agency.session.catalog.rules.map(\.name))
    #expect(
      all.rules.first { $0.rule == "client_check_in" }?.followUps.map(\.words) == ["upcoming, due Fri 2026-11-27 16:00"]
    )
    #expect(because["client_check_in"] == .some(nil))
    #expect(because["candidate_status_update"] == "the client has said nothing yet, and nothing is decided")
    #expect(
      because["reference_outcome"]
        == "no reference was used for an application (heads-up, guidance, check, progress or accuracy that names one); no application is decided"
    )
    #expect(because["placement_check_in"] == "no application was accepted")
    #expect(
      because["reference_thanks"] == "no employer has called a reference (a reference_check that names the application)"
    )
    // Added after the heads-up's time had run out: the fact is there, but it came too late.
    let headsUp = all.rules.first { $0.rule == "reference_heads_up" }
    #expect(headsUp?.followUps.isEmpty == true)
    #expect(
      headsUp?.overBeforeItBegan == [
        "to reference Frida Friend (f1), application a1: it would be asked for from Tue 2026-11-24 10:00 on, when it had already expired (Mon 2026-11-23 16:00)"
      ]
    )

    try await agency.sql("UPDATE candidate SET do_not_contact = true WHERE agency_id = :agency")
    _ = try await Planner(agency.session).plan()
    let silent = try await Explainer(agency.session).explain(candidate: "c1")
    #expect(silent.standing.contains("marked do-not-contact"))
    #expect(
      silent.rules.first { $0.rule == "reference_guidance" }?.followUps.allSatisfy { $0.state == "cancelled" } == true
    )
    #expect(
      silent.rules.first { $0.rule == "placement_check_in" }?.silentBecause
        == "the candidate is marked do-not-contact; no application was accepted"
    )
  }

  @Test("What does not exist is a mistake in the command")
  func unknown() async throws {
    let agency = try await WorkedExample.at("2026-11-23T09:00:00-05:00")
    let noFollowUp = await #expect(throws: FollowUpError.self) { try await Explainer(agency.session).explain(4711) }
    let noCandidate = await #expect(throws: FollowUpError.self) {
      try await Explainer(agency.session).explain(candidate: "nobody")
    }
    #expect(noFollowUp?.kind == .usage)
    #expect(noCandidate?.kind == .usage)
  }

  @Test("The steps that the rule files spell out lead to the due time, for every rule of the sample agency")
  func sample() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    _ = try await Importer(agency.session).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    _ = try await Planner(agency.session).plan()
    let rows = try await agency.session.connection.query(
      Statement(
        """
        SELECT follow_up_id, rule
        FROM (SELECT follow_up_id, rule, row_number() OVER (PARTITION BY rule ORDER BY md5(follow_up_id::text)) AS place FROM follow_up) AS f
        WHERE place <= 6
        """
      )
    )

    var explainedRules: Set<String> = []
    for row in rows {
      let why = try await Explainer(agency.session).explain(try row.get("follow_up_id"))
      explainedRules.insert(why.rule)
      #expect(!why.due.steps.isEmpty, "\(why.text)")
      #expect(!why.anchor.facts.isEmpty, "\(why.rule) \(why.followUpID) \(why.anchor.moment.local)")
      #expect(why.practice?.done != nil && why.practice?.asks != nil && why.anchor.meaning != nil)
    }
    #expect(explainedRules == Set(try agency.session.catalog.rules.map(\.name)))
  }

  @Test("The facts that rule files need are those that the engine knows")
  func needs() throws {
    let catalog = Catalog(home: try TestAgency.home())
    let text = try catalog.engine("explain_candidate_rules").text
    for rule in try catalog.rules {
      for fact in rule.explanation.needs ?? [] {
        #expect(text.contains(", '\(fact)', '"), "\(rule.name) needs \(fact)")
      }
    }
  }
}
