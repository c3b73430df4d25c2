import WallClock

/// How an export writes times: a pattern of letters, or one of `iso`, `unix`, `unix_ms`.
///
/// yyyy yy (70-99: 1900s) · MM M MMM (Jan) MMMM (January) · dd d · HH H (0-23) hh h (1-12, with a) · mm ss · S… (fraction) · a (AM, PM) ·
/// X (Z, +01, +0100, +01:00) · 'text' and every other character stand for themselves. One letter takes one or two digits.
public struct ImportTimePattern: Sendable, Equatable {
  /// What a text says, as far as it says it.
  public struct Moment: Sendable, Equatable {
    /// The year.
    public var year = 1970
    /// The month, from 1.
    public var month = 1
    /// The day, from 1.
    public var day = 1
    /// The hour, from 0.
    public var hour = 0
    /// The minute.
    public var minute = 0
    /// The second.
    public var second = 0
    /// The digits of the second's fraction.
    public var fraction = ""
    /// Whether there was a time of day.
    public var hasTime = false
    /// Seconds east of Greenwich; nil: the text does not say.
    public var offset: Int?
  }

  private enum Token: Equatable {
    case year4, year2, month(digits: Int), monthName, day(digits: Int), hour24(digits: Int), hour12(digits: Int)
    case minute(digits: Int), second(digits: Int), fraction, half, offset
    case literal(UInt8)
  }

  private enum Form: Equatable {
    case anyOf([[Token]])
    case epoch(perSecond: Int)
  }

  /// As it was written, for messages.
  public let text: String
  private let form: Form

  /// ISO 8601, with T or a blank, with or without seconds, offset, or time.
  public static let iso: ImportTimePattern = {
    var tokens = [[Token]]()
    for middle in [UInt8(ascii: "T"), UInt8(ascii: " ")] {
      for clock in ["HH:mm", "HH:mm:ss", "HH:mm:ss.S"] {
        for end in ["", "X", " X"] {
          guard let date = read("yyyy-MM-dd"), let rest = read(clock + end) else { continue }
          tokens.append(date + [.literal(middle)] + rest)
        }
      }
    }
    return ImportTimePattern(text: "iso", form: .anyOf(tokens + [read("yyyy-MM-dd") ?? []]))
  }()

  private init(text: String, form: Form) {
    self.text = text
    self.form = form
  }

  /// A pattern; nil when it has letters of no meaning, or too little to be a time.
  public init?(_ text: String) {
    switch text {
    case "iso": self = .iso
    case "unix": self.init(text: text, form: .epoch(perSecond: 1))
    case "unix_ms": self.init(text: text, form: .epoch(perSecond: 1000))
    default:
      guard let tokens = Self.read(text) else { return nil }
      self.init(text: text, form: .anyOf([tokens]))
    }
  }

  private static func read(_ text: String) -> [Token]? {
    var tokens: [Token] = []
    var rest = Array(text.utf8)[...]
    while let letter = rest.first {
      if letter == UInt8(ascii: "'") {
        guard let close = rest.dropFirst().firstIndex(of: letter) else { return nil }
        tokens += rest[(rest.startIndex + 1)..<close].map { .literal($0) }
        rest = rest[(close + 1)...]
        continue
      }
      let run = rest.prefix { $0 == letter }.count
      rest = rest.dropFirst(run)
      guard isLetter(letter) else {
        tokens += Array(repeating: .literal(letter), count: run)
        continue
      }
      guard let token = token(letter, run) else { return nil }
      tokens.append(token)
    }
    return tokens.isEmpty ? nil : tokens
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func token(_ letter: UInt8, _ run: Int) -> Token? {
    switch (Character(Unicode.Scalar(letter)), run) {
    case ("y", 4): .year4
    case ("y", 2): .year2
    case ("M", 1...2): .month(digits: run)
    case ("M", 3...4): .monthName
    case ("d", 1...2): .day(digits: run)
    case ("H", 1...2): .hour24(digits: run)
    case ("h", 1...2): .hour12(digits: run)
    case ("m", 1...2): .minute(digits: run)
    case ("s", 1...2): .second(digits: run)
    case ("S", _): .fraction
    case ("a", 1): .half
    case ("X", _), ("Z", _): .offset
    default: nil
    }
  }

  /// What a text says when it is written this way; nil: it is not.
  public func parse(_ text: String) -> Moment? {
    let bytes = Array(text.utf8)
    switch form {
    case .epoch(let perSecond): return Self.epoch(text, perSecond: perSecond)
    case .anyOf(let patterns):
      for pattern in patterns {
        var reader = ImportTimeReader(bytes: bytes)
        if let moment = Self.match(pattern, &reader), reader.isAtEnd { return moment }
      }
      return nil
    }
  }

  private static func epoch(_ text: String, perSecond: Int) -> Moment? {
    guard let count = Int(text), count >= 0, count < 253_402_300_800 * perSecond else { return nil }
    let time = CivilTime(secondsSince1970: count / perSecond)
    var moment = Moment()
    (moment.year, moment.month, moment.day) = (time.date.year, time.date.month, time.date.day)
    (moment.hour, moment.minute, moment.second) = (time.hour, time.minute, time.second)
    moment.hasTime = true
    moment.offset = 0
    return moment
  }

  private static func match(_ pattern: [Token], _ reader: inout ImportTimeReader) -> Moment? {
    var moment = Moment()
    var isAfternoon: Bool?
    for token in pattern {
      switch token {
      case .literal(let byte):
        guard reader.take(byte) else { return nil }
      case .year4:
        guard let year = reader.number(digits: 4), year > 0 else { return nil }
        moment.year = year
      case .year2:
        guard let year = reader.number(digits: 2) else { return nil }
        moment.year = year < 70 ? 2000 + year : 1900 + year
      case .month(let digits):
        guard let month = reader.number(digits: digits) else { return nil }
        moment.month = month
      case .monthName:
        guard let month = reader.month() else { return nil }
        moment.month = month
      case .day(let digits):
        guard let day = reader.number(digits: digits) else { return nil }
        moment.day = day
      case .hour24(let digits):
        guard let hour = reader.number(digits: digits), hour < 24 else { return nil }
        moment.hour = hour
        moment.hasTime = true
      case .hour12(let digits):
        guard let hour = reader.number(digits: digits), (1...12).contains(hour) else { return nil }
        moment.hour = hour % 12
        moment.hasTime = true
      case .minute(let digits):
        guard let minute = reader.number(digits: digits), minute < 60 else { return nil }
        moment.minute = minute
      case .second(let digits):
        guard let second = reader.number(digits: digits), second < 60 else { return nil }
        moment.second = second
      case .fraction:
        guard let fraction = reader.digits() else { return nil }
        moment.fraction = String(fraction.prefix(6))
      case .half:
        guard let half = reader.half() else { return nil }
        isAfternoon = half
      case .offset:
        guard let offset = reader.offset() else { return nil }
        moment.offset = offset
      }
    }
    if isAfternoon == true { moment.hour += 12 }
    guard CivilDate(year: moment.year, month: moment.month, day: moment.day).exists else { return nil }
    return moment
  }
}

/// Takes the parts of a time off a text.
private struct ImportTimeReader {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let fullMonths = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  let bytes: [UInt8]
  private var index = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// A number of so many digits; 1 stands for one or two.
  mutating func number(digits: Int) -> Int? {
    let most = digits == 1 ? 2 : digits
    var value = 0
    var count = 0
    while count < most, index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      value = value * 10 + Int(bytes[index]) - 0x30
      index += 1
      count += 1
    }
    return count >= digits ? value : nil
  }

  mutating func digits() -> String? {
    let start = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
  }

  mutating func month() -> Int? {
    let start = index
    while index < bytes.count, (0x41...0x5A).contains(bytes[index] & 0xDF) { index += 1 }
    let word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    if word == "sept" { return 9 }
    return (Self.months.firstIndex(of: word) ?? Self.fullMonths.firstIndex(of: word)).map { $0 + 1 }
  }

  mutating func half() -> Bool? {
    guard index + 2 <= bytes.count else { return nil }
    let word = String(decoding: bytes[index..<(index + 2)], as: UTF8.self).lowercased()
    index += 2
    switch word {
    case "am": return false
    case "pm": return true
    default: return nil
    }
  }

  mutating func offset() -> Int? {
    if take(UInt8(ascii: "Z")) { return 0 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") else {
      return nil
    }
    let sign = bytes[index] == UInt8(ascii: "-") ? -1 : 1
    index += 1
    guard let hours = number(digits: 2), hours < 15 else { return nil }
    if isAtEnd { return sign * hours * 3600 }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(digits: 2), minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
