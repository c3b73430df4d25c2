/// The lines a doctor writes.
struct Visit {
  private(set) var lines: [String] = []
  private(set) var troubles = 0

  mutating func fine(_ what: String, _ words: String) {
    lines.append("ok       \(what): \(words)")
  }

  /// Without a remedy the words say themselves what to do.
  mutating func trouble(_ what: String, _ words: String, _ remedy: String? = nil) {
    lines.append("TROUBLE  \(what): \(words)\(remedy.map { "; \($0)" } ?? "")")
    troubles += 1
  }
}
