/// What one run may still send: as many messages as the configuration says, in all and to each domain in a minute, and none to a domain that
/// has put off several in a row.
struct SendingLimits {
  /// How many messages in a row a domain puts off before the run leaves it alone.
  static let putOffInARow = 3

  /// Why a message is not sent now.
  enum Reason {
    /// The numbers of the configuration.
    case limit
    /// Its domain puts off what comes.
    case domain
  }

  /// How many messages the run may still send; nil: any number.
  private(set) var left: Int?
  private let perMinute: Int?
  /// When messages to a domain were begun, the last minute's.
  private var begun: [String: [ContinuousClock.Instant]] = [:]
  private var putOff: [String: Int] = [:]
  /// Domains that are left alone until the run ends.
  private(set) var resting: [String: Reason] = [:]

  /// Whether a number of the configuration was reached.
  var isReached: Bool { left == 0 || resting.values.contains(.limit) }

  init(_ settings: NudgeSettings) {
    left = settings.limitPerRun
    perMinute = settings.limitPerDomain
  }

  /// Counts a message that is about to be sent; where it may not be, says why.
  mutating func begin(to address: String, at now: ContinuousClock.Instant = .now) -> Reason? {
    let domain = Self.domain(of: address)
    if let reason = resting[domain] { return reason }
    if left == 0 { return .limit }
    if let perMinute {
      let recent = (begun[domain] ?? []).filter { $0.duration(to: now) < .seconds(60) }
      guard recent.count < perMinute else {
        resting[domain] = .limit
        return .limit
      }
      begun[domain] = recent + [now]
    }
    left = left.map { $0 - 1 }
    return nil
  }

  /// A domain's server has taken a message.
  mutating func answered(_ address: String) { putOff[Self.domain(of: address)] = nil }

  /// A domain's server wants a message later.
  mutating func wasPutOff(_ address: String) {
    let domain = Self.domain(of: address)
    putOff[domain, default: 0] += 1
    if putOff[domain, default: 0] >= Self.putOffInARow, resting[domain] == nil { resting[domain] = .domain }
  }

  private static func domain(of address: String) -> String {
    String(address.lowercased().split(separator: "@").last ?? "")
  }
}
