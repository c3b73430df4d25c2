/// A row of a sheet: the cells that hold anything, however far apart they stand.
public struct SheetRow: Sendable {
  /// Its number in the sheet, from 1.
  public let line: Int
  /// The cells in the order of their columns, which are counted from 0.
  public let cells: [(column: Int, text: String)]

  /// All cells from column A to the last one that holds anything, empty ones too.
  public var fields: [String] { fields(of: cells.last.map { $0.column + 1 } ?? 0) }

  /// The cells of the first columns, empty ones too, and those behind them that hold anything.
  public func fields(of width: Int) -> [String] {
    var fields: [String] = []
    for cell in cells {
      while fields.count < min(cell.column, width) { fields.append("") }
      fields.append(cell.text)
    }
    return fields
  }

  /// What a sheet calls a column that is counted from 0: A, B, … Z, AA.
  public static func name(ofColumn column: Int) -> String {
    var (name, rest) = ("", column + 1)
    while rest > 0 {
      name = "\(Character(Unicode.Scalar(UInt8(0x41 + (rest - 1) % 26))))" + name
      rest = (rest - 1) / 26
    }
    return name
  }
}
