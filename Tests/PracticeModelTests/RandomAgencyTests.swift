import Testing

@testable import PracticeModel

/// The made-up agencies: the same from the same seed, valid every night, and with something of everything.
@Suite struct RandomAgencyTests {
  @Test func a_seed_makes_the_same_agency() throws {
    #expect(try RandomAgency(seed: 7, candidates: 6).description == RandomAgency(seed: 7, candidates: 6).description)
    #expect(try RandomAgency(seed: 7, candidates: 6).description != RandomAgency(seed: 8, candidates: 6).description)
  }

  @Test func every_rule_state_and_guardrail_turns_up() throws {
    var (states, breaches): ([String: Set<String>], Set<String>) = ([:], [])
    for seed in 0..<24 {
      let random = try RandomAgency(seed: UInt64(seed), candidates: 12)
      let night = random.nights.count
      let agency = try random.agency(after: night)
      for row in agency.reportFollowUps(asOf: random.asOf(night: night), gone: true) {
        states[row[1], default: []].insert(row[2])
      }
      breaches.formUnion(agency.reportBreaches(asOf: random.asOf(night: night)).map { $0[0] })
    }
    #expect(states.count == 20)
    let neverDone = ["candidate_check_in", "reference_keep_in_touch"]
    for (rule, seen) in states { #expect(seen.contains("done") != neverDone.contains(rule), "\(rule): \(seen)") }
    #expect(breaches.count == 10)
  }

  @Test func what_a_follow_up_is_depends_on_no_time() throws {
    // Given any agency, no two follow-ups of its set are the same one.
    for seed in 0..<8 {
      let random = try RandomAgency(seed: UInt64(seed), candidates: 10)
      let agency = try random.agency(after: random.nights.count)
      let keys = agency.followUps().map { followUp in
        [
          followUp.rule, followUp.candidate.id, followUp.application?.id ?? "", followUp.interview?.id ?? "",
          followUp.party?.id ?? "", followUp.occurrence,
        ]
      }
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func a_failing_history_shrinks_to_what_makes_it_fail() async throws {
    // Given a history that "fails" as long as somebody breaches the guardrail about social contacts …
    func fails(_ random: RandomAgency) throws -> Bool {
      let last = random.nights.count
      return try random.agency(after: last).reportBreaches(asOf: random.asOf(night: last))
        .contains { $0[0] == "social_contact" }
    }
    let random = try #require(
      try (0..<20).lazy.map { try RandomAgency(seed: UInt64($0), candidates: 5, nights: 2) }.first { try fails($0) }
    )
    // … then one touch is left, with the people and the client it needs.
    let smallest = try await random.shrunk { try fails($0) }
    let agency = try smallest.agency(after: smallest.nights.count)
    #expect(smallest.nights.count == 1)
    #expect(agency.touches.count == 1)
    #expect(agency.candidates.count == 1)
    #expect(agency.contacts.count == 1)
    #expect(agency.interviews.isEmpty && agency.references.isEmpty)
    #expect(try fails(smallest))
  }
}
