public import Foundation

/// How a table is written, as far as that differs from the default.
public struct SinkOptions: Sendable {
  /// CSV and TSV for Excel: a byte order mark, and CRLF for LF.
  public var excel: Bool
  /// The byte between the fields of CSV; `nil`: a comma. A European Excel wants a semicolon.
  public var delimiter: UInt8?
  /// The table's header in bold and rows that stand out in colour, by terminal sequences.
  public var color: Bool
  /// The terminal's width in columns, into which the table is wrapped; `nil` when not on a terminal: nothing is wrapped.
  public var width: Int?
  /// The permissions of a file.
  public var mode: UInt32
  /// When the data were taken: DTSTAMP in a calendar, the creation date of a workbook. The clock is never read.
  public var stamp: Date?
  /// The IANA name of the zone in which people read moments: `table`, `html` and `xlsx` show them local to it and name it at
  /// the head. `nil`, or a name that the system does not know: `table` and `html` show them as they come, `xlsx` in UTC.
  public var zone: String?
  /// Which columns make up an event of a calendar.
  public var ics: ICSMapping
  /// How a workbook's sheet is laid out; `nil`: all columns in their order.
  public var sheet: SheetLayout?
  /// What an `html` page says around the table; `nil`: the table alone.
  public var page: PageHead?
  /// Which rows stand out, in `xlsx` and, where colour is wanted, in `table`.
  public var marks: [Mark]

  /// The defaults: plain, uncut, mode 0600.
  public init(
    excel: Bool = false,
    delimiter: UInt8? = nil,
    color: Bool = false,
    width: Int? = nil,
    mode: UInt32 = 0o600,
    stamp: Date? = nil,
    zone: String? = nil,
    ics: ICSMapping = ICSMapping(),
    sheet: SheetLayout? = nil,
    marks: [Mark] = [],
    page: PageHead? = nil
  ) {
    self.excel = excel
    self.delimiter = delimiter
    self.color = color
    self.width = width
    self.mode = mode
    self.stamp = stamp
    self.zone = zone
    self.ics = ics
    self.sheet = sheet
    self.marks = marks
    self.page = page
  }

  /// The zone, where a table of these columns shows moments.
  func readingZone(_ columns: [Column]) -> ReadingZone? {
    columns.contains { $0.kind == .moment } ? zone.flatMap { ReadingZone($0) } : nil
  }
}

/// Which columns of a table make up an event of a calendar, by name.
public struct ICSMapping: Sendable {
  /// The column with the event's lasting identity; every row needs one.
  public var uid: String
  /// The column with the start, a moment or (for the whole day) a date; every row needs one.
  public var start: String
  /// The column with the end; without the column, or where it is empty, the event has no length.
  public var end: String
  /// The column with the length in minutes, for a table without an end; the table may be without it.
  public var minutes: String
  /// The column with the one line shown in the calendar.
  public var summary: String
  /// The column with the longer text; the table may lack it.
  public var description: String
  /// The column with the place; the table may lack it.
  public var location: String
  /// The column that says `yes` where an alarm is to sound before the start; the table may lack it.
  public var alarm: String
  /// The column that says `yes` where an event of an earlier calendar no longer takes place; the table may lack it.
  public var cancelled: String

  /// The names by convention, each of which can be another.
  public init(
    uid: String = "uid",
    start: String = "starts_at",
    end: String = "ends_at",
    minutes: String = "minutes",
    summary: String = "summary",
    description: String = "description",
    location: String = "location",
    alarm: String = "alarm",
    cancelled: String = "cancelled"
  ) {
    self.uid = uid
    self.start = start
    self.end = end
    self.minutes = minutes
    self.summary = summary
    self.description = description
    self.location = location
    self.alarm = alarm
    self.cancelled = cancelled
  }
}
