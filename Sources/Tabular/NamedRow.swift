/// A row of a file that is held in memory: its cells by name, so that memory follows the cells that are there, however many columns other rows have.
public struct NamedRow: Sendable {
  /// Why a row cannot be read.
  public struct Fault: Sendable {
    /// The value at fault; nil: none is.
    public let value: String?
    /// What is wrong, and what to do; goes on from the value.
    public let reason: String
    /// What stands in the file.
    public let raw: String

    /// A fault of a row; `raw` is what stands in the file.
    public init(value: String? = nil, reason: String, raw: String) {
      (self.value, self.reason, self.raw) = (value, reason, raw)
    }
  }

  /// Where it stands: the line, the row of the sheet, or which object of the list it is, from 1.
  public let line: Int
  /// Its cells that are there.
  public var cells: [String: String]
  /// Cells that it has in common with other rows, where it has none of that name itself.
  public let shared: [String: String]
  /// Why it cannot be read; nil: it can.
  public let fault: Fault?

  /// A row that can be read.
  public init(line: Int, cells: [String: String], shared: [String: String] = [:]) {
    (self.line, self.cells, self.shared, fault) = (line, cells, shared, nil)
  }

  /// A row that cannot.
  public init(line: Int, fault: Fault) {
    (self.line, cells, shared, self.fault) = (line, [:], [:], fault)
  }

  /// The cell of that name; empty: there is none.
  public subscript(name: String) -> String { cells[name] ?? shared[name] ?? "" }
}
