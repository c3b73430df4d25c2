/// The lines a doctor writes.
struct Diagnostics {
  private(set) var lines: [String] = []
  private(set) var troubles = 0

  mutating func fine(_ what: String, _ words: String) {
    let line = "ok       \(what): \(words)"
    // What each agency's connection finds alike is said once.
    if !lines.contains(line) { lines.append(line) }
  }

  /// Without a remedy the words say themselves what to do.
  mutating func trouble(_ what: String, _ words: String, _ remedy: String? = nil) {
    let line = "TROUBLE  \(what): \(words)\(remedy.map { "; \($0)" } ?? "")"
    guard !lines.contains(line) else { return }
    lines.append(line)
    troubles += 1
  }
}
