extension Policy {
  /// Takes over one row of policy.csv. Unknown keys, bad values and clients' rows for the agency's keys are refused.
  mutating func set(_ key: String, _ value: String, client: String?) throws {
    if let client { return try set(key, value, ofClient: client) }
    switch key {
    case "time_zone": break  // read before all else, by the reader of the folder
    case "working_days": workingWeekdays = try Policy.weekdays(value, key)
    case "assume_held": assumeHeld = try Policy.flag(value, key)
    case "references_wanted": referencesWanted = try Policy.number(value, key, least: 0)
    case "check_in_mode": checkInMode = try Policy.mode(value)
    case "check_in_cap": checkInCap = try Policy.number(value, key, least: 1)
    case "check_in_days": checkInDays = try Policy.number(value, key, least: 1)
    case "candidate_check_in_days": candidateCheckInDays = try Policy.number(value, key, least: 1)
    case "keep_in_touch_days": keepInTouchDays = try Policy.number(value, key, least: 1)
    case "reference_asks_per_year": referenceAsksPerYear = try Policy.number(value, key, least: 0)
    case "nudge_candidates", "nudge_references": _ = try Policy.flag(value, key)
    case "quiet_from", "quiet_until": _ = try Policy.time(value, key)
    // Who is still held, no part of the set.
    case "keep_candidates_days", "keep_references_days", "keep_minimum_days": break
    case "in_force_from", "nobodys_addresses": break  // what reaches people, no part of the set
    case "deliver_lists": _ = try Policy.flag(value, key)
    case "deliver_attachments":
      guard ["none", "xlsx", "ics", "both"].contains(value) else {
        throw ModelError("\(key): \(value) is not none, xlsx, ics or both")
      }
    case "nudges_per_recipient_per_day", "daily_minutes", "nudge_max_age_days", "reminded_bd":
      _ = try Policy.number(value, key, least: 0)
    case "placement_check_in.due_days":
      placementDueDays = try value.split(separator: ",").map { try Policy.number(String($0), key, least: 0) }
    default:
      if let parameter = Parameter(rawValue: key) {
        numbers[parameter] = try Policy.number(value, key, least: parameter.least)
      } else if let parameter = TimeParameter(rawValue: key) {
        times[parameter] = try Policy.time(value, key)
      } else {
        throw ModelError("policy.csv: \(key) is not a policy")
      }
    }
  }

  private mutating func set(_ key: String, _ value: String, ofClient client: String) throws {
    var own = clients[client] ?? ClientPolicy()
    switch key {
    case "check_in_mode": own.mode = try Policy.mode(value)
    case "check_in_cap": own.cap = try Policy.number(value, key, least: 1)
    case "check_in_days": own.days = try Policy.number(value, key, least: 1)
    default: throw ModelError("policy.csv: \(key) is not a policy that a client can have of its own")
    }
    clients[client] = own
  }

  static func number(_ text: String, _ key: String, least: Int) throws -> Int {
    guard let number = digits(text), number >= least else {
      throw ModelError("\(key): \(text) is not a whole number from \(least) on")
    }
    return number
  }

  static func mode(_ text: String) throws -> CheckInMode {
    guard let mode = CheckInMode(rawValue: text) else {
      throw ModelError("check_in_mode: \(text) is not single or weekly")
    }
    return mode
  }

  static func flag(_ text: String, _ key: String) throws -> Bool {
    switch text {
    case "yes", "true": true
    case "no", "false": false
    default: throw ModelError("\(key): \(text) is not yes or no")
    }
  }

  private static func time(_ text: String, _ key: String) throws -> Int64 {
    guard let time = TimeReading.clock(text) else { throw ModelError("\(key): \(text) is not a time of day") }
    return time
  }

  private static func weekdays(_ text: String, _ key: String) throws -> Set<Int> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let days = try text.split(separator: ",").map { name in
      guard let day = names.firstIndex(of: String(name)) else { throw ModelError("\(key): \(name) is not a weekday") }
      return day
    }
    if days.isEmpty { throw ModelError("\(key): at least one weekday is needed") }
    return Set(days)
  }
}
