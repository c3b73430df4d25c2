/// What was wrong with the data, and where.
public struct ModelError: Error, CustomStringConvertible, Sendable {
  /// What was wrong, where, and what is expected instead.
  public let description: String

  init(_ description: String) { self.description = description }
}
