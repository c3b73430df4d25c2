/// What is wrong with a definition under sql/ or jobs/: where it stands and what to do. The program ends with 78 (configuration).
public struct CatalogError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as a path from the folder that holds sql/ and jobs/ where it lies in there.
  public var file: String?
  /// The line at fault, from 1; nil: the file as a whole.
  public var line: Int?
  /// What is wrong.
  public var what: String
  /// What to do about it.
  public var remedy: String?

  /// An error at a place.
  public init(file: String?, line: Int? = nil, _ what: String, remedy: String? = nil) {
    self.file = file
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  /// `file:line: what; remedy`.
  public var description: String {
    var place = ""
    if let file { place = line.map { "\(file):\($0): " } ?? "\(file): " }
    return place + what + (remedy.map { "; \($0)" } ?? "")
  }
}
