/// A follow-up with its whole life as moments; the clock is not read.
public struct FollowUp: Sendable {
  /// Where a follow-up is in its life.
  public enum State: String, Sendable { case notYet, done, skipped, missed, cancelled, open }

  /// The rule's name.
  public let rule: String
  let candidate: Candidate
  let application: Application?
  let interview: Interview?
  let party: Party?
  /// What tells it from others of the rule about the same subjects.
  public let occurrence: String
  let recruiter: Recruiter
  /// The moment that due is counted from.
  public let anchorAt: Moment
  /// It exists from then on.
  public let askedFrom: Moment
  /// The rule stops asking then; nil: never.
  public let askedUntil: Moment?
  /// Upcoming before, due from then on.
  public let opens: Moment
  /// Overdue past it.
  public let due: Moment
  /// Missed from then on; nil: never.
  public let expires: Moment?
  /// What ended it; nil: nothing did.
  public let done: Moment?
  /// Whether what ends it after it expired still counts.
  public let lateCounts: Bool

  /// Its state at a moment; `skipped`: when a person last said that it is not needed.
  public func state(at asOf: Moment, skipped: Moment? = nil) -> State {
    if asOf < askedFrom { return .notYet }
    if let done, done <= asOf, counts(done) { return .done }
    if let skipped, skipped <= asOf, holds(skipped) { return .skipped }
    if let expires, expires <= asOf, askedUntil.map({ expires < $0 }) ?? true { return .missed }
    if let askedUntil, askedUntil <= asOf { return .cancelled }
    return .open
  }

  /// Whether it was done after it was due.
  public var isLate: Bool { done.map { $0 > due } ?? false }

  /// A skip of a rule that the next touch moves on holds until that touch, which is then its anchor.
  private func holds(_ skipped: Moment) -> Bool {
    !["candidate_check_in", "reference_keep_in_touch"].contains(rule) || anchorAt <= skipped
  }

  /// Not after asked_until or expires; or after expires, where late counts, but still before asked_until.
  private func counts(_ done: Moment) -> Bool {
    if let expires, done > expires {
      return lateCounts && (askedUntil.map { done < $0 } ?? true)
    }
    return askedUntil.map { done <= $0 } ?? true
  }
}
