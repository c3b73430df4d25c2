/// What went wrong while reading or writing a table: what, where, and what to do about it.
///
/// The values of cells are people's data and are never part of the message.
public struct TabularError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; the command line turns it into an exit code.
  public enum Kind: Sendable {
    /// The data read are bad, or the file to read is missing (exit 65).
    case input
    /// An output could not be written (exit 74).
    case output
    /// This table cannot be had in the format asked for (exit 64).
    case unsuitable
    /// The reader of the output has stopped reading. Not an error for the user: end quietly, exit 0.
    case closedPipe
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// The file it is about, as the caller named it.
  public let file: String?
  /// The line, counted from 1.
  public let line: Int?
  /// The place in the line, in Unicode scalars, counted from 1.
  public let column: Int?
  /// What was wrong.
  public let message: String
  /// What to do about it.
  public let remedy: String?

  /// An error with as much of the place as is known.
  public init(
    kind: Kind,
    file: String? = nil,
    line: Int? = nil,
    column: Int? = nil,
    message: String,
    remedy: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// `file:line:column: message; remedy`, leaving out what is not known.
  public var description: String {
    var place = ""
    for part in [file, line.map(String.init), column.map(String.init)] {
      if let part { place += part + ":" }
    }
    let text = place.isEmpty ? message : place + " " + message
    if let remedy { return text + "; " + remedy }
    return text
  }
}
