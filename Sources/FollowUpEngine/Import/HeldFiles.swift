import Synchronization

/// The files of an import that are held in memory: each is read once, however many entries and lookups of a mapping read it.
final class HeldFiles: Sendable {
  private let held = Mutex<[String: SourceRows]>([:])

  /// A file's rows from the first one on; nil: it is CSV, which is not held.
  func rows(_ path: String, skippingLines skipped: Int) throws -> SourceRows? {
    try held.withLock { held in
      if let rows = held[path] { return rows }
      let rows = try SourceRows.read(SourceName(path), skippingLines: skipped)
      held[path] = rows
      return rows
    }
  }
}
