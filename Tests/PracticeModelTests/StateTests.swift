import Testing

@testable import PracticeModel

/// The life of a follow-up: what it is at a moment, from its moments.
@Suite struct StateTests {
  /// Asked from 0 on, opens at 2, due at 4; the rest as given.
  private func state(
    at now: Int,
    until: Int? = nil,
    expires: Int? = nil,
    done: Int? = nil,
    lateCounts: Bool = false
  ) -> FollowUp.State {
    func moment(_ hour: Int) -> Moment { Moment(microseconds: 0).plus(hours: hour) }
    let recruiter = Recruiter(id: "rita")
    let candidate = Candidate(
      id: "carl",
      reach: Reach(email: nil, phone: nil, doNotContact: false),
      recruiter: recruiter,
      isActive: true,
      statusSince: nil,
      searchStartedOn: nil
    )
    return FollowUp(
      rule: "",
      candidate: candidate,
      application: nil,
      interview: nil,
      party: nil,
      occurrence: "",
      recruiter: recruiter,
      anchorAt: moment(0),
      askedFrom: moment(0),
      askedUntil: until.map(moment),
      opens: moment(2),
      due: moment(4),
      expires: expires.map(moment),
      done: done.map(moment),
      lateCounts: lateCounts
    ).state(at: moment(now))
  }

  @Test func not_there_before_it_is_asked() {
    #expect(state(at: -1, done: -2) == .notYet)
    #expect(state(at: 0) == .open)
  }

  @Test func done_when_what_ends_it_has_come() {
    #expect(state(at: 4, done: 5) == .open)
    #expect(state(at: 5, done: 5) == .done)
    #expect(state(at: 0, done: -3) == .done)
  }

  @Test func done_at_its_expiry_or_end_still_counts() {
    #expect(state(at: 9, expires: 6, done: 6) == .done)
    #expect(state(at: 9, until: 6, done: 6) == .done)
    #expect(state(at: 9, until: 6, done: 7) == .cancelled)
  }

  @Test func missed_from_its_expiry_on() {
    #expect(state(at: 5, expires: 6) == .open)
    #expect(state(at: 6, expires: 6) == .missed)
    #expect(state(at: 9, expires: 6, done: 7) == .missed)
  }

  @Test func late_counts_until_the_rule_stops_asking() {
    #expect(state(at: 7, expires: 6, done: 8, lateCounts: true) == .missed)
    #expect(state(at: 8, expires: 6, done: 8, lateCounts: true) == .done)
    #expect(state(at: 9, until: 8, expires: 6, done: 8, lateCounts: true) == .missed)
  }

  @Test func missed_before_it_stops_asking_and_not_at_that_moment() {
    #expect(state(at: 9, until: 6, expires: 6) == .cancelled)
    #expect(state(at: 9, until: 7, expires: 6) == .missed)
    #expect(state(at: 9, until: 6, expires: 7) == .cancelled)
  }

  @Test func gone_once_the_rule_stops_asking() {
    #expect(state(at: 5, until: 6) == .open)
    #expect(state(at: 6, until: 6) == .cancelled)
  }
}
