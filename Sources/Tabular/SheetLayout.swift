/// How the sheet of a workbook is laid out for people who read it, print it and fill it in.
///
/// All columns are there under their own names, so that a sheet that was filled in can be read back by them; their order is the sheet's own.
public struct SheetLayout: Sendable {
  /// A column with a width of its own.
  public struct Shown: Sendable {
    /// The column's name.
    public var column: String
    /// Its width in characters.
    public var width: Int

    /// A column with a width of its own.
    public init(_ column: String, width: Int) {
      self.column = column
      self.width = width
    }
  }

  /// A column whose cells people write.
  public struct Entry: Sendable {
    /// The column's name.
    public var column: String
    /// What a list in the cell offers; none: there is no list. Anything else may be written too.
    public var choices: [String]
    /// What is shown beside a cell that was chosen: a title of at most 32 characters, and at most 255 more.
    public var title: String
    /// What may stand there and what it means.
    public var meaning: String
    /// What is asked before a text is taken that is not in the list.
    public var question: String

    /// A column whose cells people write.
    public init(column: String, choices: [String] = [], title: String, meaning: String, question: String = "") {
      self.column = column
      self.choices = choices
      self.title = title
      self.meaning = meaning
      self.question = question
    }
  }

  /// The columns that stand first and are printed, in this order.
  public var printed: [Shown]
  /// Those that follow on the screen; all others are there but hidden.
  public var unprinted: [Shown]
  /// The columns that people fill in.
  public var entries: [Entry]

  /// A layout.
  public init(printed: [Shown], unprinted: [Shown] = [], entries: [Entry] = []) {
    self.printed = printed
    self.unprinted = unprinted
    self.entries = entries
  }
}

/// What makes a row stand out in a workbook and on a terminal: by colour, so that the columns must say it too.
public struct Mark: Sendable {
  /// What it means.
  public enum Tone: Sendable {
    /// What should have been done.
    case late
    /// What to look out for.
    case warning
    /// What can wait; a workbook draws a line above the first such row.
    case later
  }

  /// The column that says whether a row stands out.
  public var column: String
  /// What stands there then; `nil`: anything.
  public var value: String?
  /// What it means.
  public var tone: Tone
  /// Which cells of the row; empty: all but those that people fill in.
  public var cells: [String]

  /// A row stands out where that column has that value.
  public init(_ column: String, is value: String? = nil, tone: Tone, cells: [String] = []) {
    self.column = column
    self.value = value
    self.tone = tone
    self.cells = cells
  }

  /// Whether a row with this field in the column stands out.
  func holds(_ field: String?) -> Bool {
    guard let field, !field.isEmpty else { return false }
    return value == nil || value == field
  }
}
