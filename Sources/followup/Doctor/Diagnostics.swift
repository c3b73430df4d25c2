/// The lines a doctor writes.
struct Diagnostics {
  private var lines: [String] = []
  private(set) var troubles = 0
  private var said = 0

  /// Writes the lines that have not been written yet: what comes next may take its time.
  mutating func tell() throws {
    for line in lines[said...] { try say(line) }
    said = lines.count
  }

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
