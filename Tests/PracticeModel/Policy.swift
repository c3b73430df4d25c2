/// The agency's policy with every default of practice.md, and what a client's own policy changes of it.
public struct Policy: Sendable {
  /// How often a client is checked in on in one silence: once, or weekly up to the cap.
  public enum CheckInMode: String, Sendable { case single, weekly }

  /// The check-in policy that a client may have of its own; nil where it has none.
  struct ClientPolicy: Sendable {
    var mode: CheckInMode?
    var cap: Int?
    var days: Int?
  }

  var workingWeekdays: Set<Int> = [0, 1, 2, 3, 4]
  var assumeHeld = true
  var referencesWanted = 3
  var checkInMode = CheckInMode.weekly
  var checkInCap = 4
  var checkInDays = 7
  var candidateCheckInDays = 7
  var keepInTouchDays = 120
  var referenceAsksPerYear = 6
  var clients: [String: ClientPolicy] = [:]

  /// The numbers of the table, by `rule.parameter`.
  var numbers: [Parameter: Int] = [:]
  /// The times of day of the table, in microseconds since 00:00.
  var times: [TimeParameter: Int64] = [:]
  var placementDueDays = [7, 30, 90]

  /// Hours, days, business days and counts of the table.
  enum Parameter: String, CaseIterable, Sendable {
    case socialProfileReviewDueBd = "social_profile_review.due_bd"
    case referenceListDueBd = "reference_list.due_bd"
    case referenceGuidanceDueBd = "reference_guidance.due_bd"
    case headsUpDueBd = "reference_heads_up.due_bd"
    case headsUpExpiresBd = "reference_heads_up.expires_bd"
    case proofreadDueHours = "thank_you_proofread.due_hours"
    case proofreadExpiresHours = "thank_you_proofread.expires_hours"
    case thankYouDueHours = "thank_you_email.due_hours"
    case thankYouExpiresHours = "thank_you_email.expires_hours"
    case noteDueBd = "handwritten_note.due_bd"
    case noteExpiresDays = "handwritten_note.expires_days"
    case clientCheckInOpensDays = "client_check_in.opens_days"
    case statusUpdateDueBd = "candidate_status_update.due_bd"
    case candidateCheckInOpensDays = "candidate_check_in.opens_days"
    case progressDueBd = "reference_progress.due_bd"
    case progressOpensBd = "reference_progress.opens_bd"
    case progressCap = "reference_progress.cap"
    case accuracyDueBd = "reference_accuracy.due_bd"
    case thanksDueBd = "reference_thanks.due_bd"
    case outcomeDueBd = "reference_outcome.due_bd"
    case outcomeAnnounceHours = "reference_outcome.announce_hours"
    case holdDueBd = "announcement_hold.due_bd"
    case giftDueBd = "reference_gift.due_bd"
    case giftExpiresDays = "reference_gift.expires_days"
    case keepInTouchOpensDays = "reference_keep_in_touch.opens_days"
    case networkDueBd = "reference_network.due_bd"
    case networkExpiresDays = "reference_network.expires_days"
    case networkEveryDays = "reference_network.every_days"
    case replaceDueBd = "reference_replace.due_bd"
    case placementExpiresDays = "placement_check_in.expires_days"
    case placementEarlyDays = "placement_check_in.early_days"

    /// The number in the table.
    var standard: Int {
      switch self {
      case .socialProfileReviewDueBd, .thanksDueBd, .replaceDueBd, .headsUpExpiresBd: 2
      case .referenceListDueBd, .giftDueBd: 5
      case .referenceGuidanceDueBd, .progressDueBd, .placementEarlyDays: 3
      case .headsUpDueBd, .noteDueBd, .statusUpdateDueBd, .progressOpensBd, .accuracyDueBd, .outcomeDueBd, .holdDueBd: 1
      case .clientCheckInOpensDays, .candidateCheckInOpensDays, .outcomeAnnounceHours: 1
      case .proofreadDueHours: 20
      case .proofreadExpiresHours, .thankYouDueHours, .thankYouExpiresHours: 24
      case .noteExpiresDays, .keepInTouchOpensDays: 7
      case .progressCap: 4
      case .giftExpiresDays: 30
      case .networkDueBd: 10
      case .networkExpiresDays: 60
      case .networkEveryDays: 365
      case .placementExpiresDays: 14
      }
    }

    /// A cap is counted from 1 on; business days, hours and days may be none.
    var least: Int { self == .progressCap ? 1 : 0 }
  }

  /// Times of day of the table.
  enum TimeParameter: String, CaseIterable, Sendable {
    case socialProfileReviewStart = "social_profile_review.start_time"
    case referenceListStart = "reference_list.start_time"
    case noteDueTime = "handwritten_note.due_time"
    case candidateCheckInStart = "candidate_check_in.start_time"
    case placementStart = "placement_check_in.start_time"

    var standardHour: Int64 { self == .noteDueTime ? 18 : 9 }
  }

  subscript(parameter: Parameter) -> Int {
    if let own = numbers[parameter] { return own }
    return parameter.standard
  }

  subscript(parameter: TimeParameter) -> Int64 {
    if let own = times[parameter] { return own }
    return parameter.standardHour * 3600 * Moment.microsecondsPerSecond
  }

  /// How many check-ins one silence takes with this client: one in mode single, else the cap.
  func cap(client: Client) -> Int {
    let own = clients[client.id]
    let (mode, cap) = (own?.mode, own?.cap)
    return (mode ?? client.checkInMode ?? checkInMode) == .single ? 1 : cap ?? client.checkInCap ?? checkInCap
  }

  /// The days between two check-ins with this client. policy.csv wins over clients.csv, both over the agency's.
  func checkInDays(client: Client) -> Int {
    let own = clients[client.id]
    return own?.days ?? client.checkInDays ?? checkInDays
  }
}
