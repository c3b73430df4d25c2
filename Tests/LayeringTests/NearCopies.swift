import Foundation

/// Places of sql/ that say the same: a change of one would be forgotten in the other.
enum NearCopies {
  /// How many lines in a row two files may share.
  static let allowed = 12

  /// Pairs of files that share more, and why.
  static let excused: [String: String] = [
    "sql/engine/nudge/nudge_claim.sql, sql/engine/nudge/nudge_recover.sql": "both return a message as it is sent",
    "sql/engine/nudge/nudge_claim.sql, sql/engine/nudge/nudge_resend.sql": "both return a message as it is sent",
    "sql/engine/nudge/nudge_recover.sql, sql/engine/nudge/nudge_resend.sql": "both return a message as it is sent",
    "sql/guardrails/late_thank_you.sql, sql/guardrails/unproofed_thank_you.sql":
      "touches that name no candidate come by an index of their own, which no view over both would use",
  ]

  /// One file's lines that count, with their numbers.
  struct Lines {
    let path: String
    let counted: [(number: Int, text: Substring)]

    /// Comments, what is included, and blank lines do not count, nor do the columns of a rule, which are the contract.
    init(_ path: String, _ text: String) {
      self.path = path
      let all = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .map { (number: $0 + 1, text: $1.trimmingPrefix(while: \.isWhitespace)) }
        .filter { !$0.text.isEmpty && !$0.text.hasPrefix("--") && !$0.text.hasPrefix("/*") }
      let isRule = path.hasPrefix("sql/rules/")
      counted = isRule ? Array(all.drop { !$0.text.hasPrefix("FROM ") }) : all
    }
  }

  /// Every pair that shares more lines in a row than is allowed, each once, with the first place in both.
  static func found(in files: [(path: String, text: String)]) -> [(pair: String, places: String)] {
    let length = allowed + 1
    var places: [[Substring]: [(path: String, line: Int)]] = [:]
    for file in files.sorted(by: { $0.path < $1.path }) {
      let lines = Lines(file.path, file.text).counted
      for start in lines.indices.dropLast(allowed) {
        places[lines[start..<(start + length)].map(\.text), default: []].append((file.path, lines[start].number))
      }
    }
    var first: [String: (Int, Int)] = [:]
    for several in places.values {
      for (number, one) in several.enumerated() {
        for other in several[(number + 1)...] where other.path != one.path {
          let pair = "\(one.path), \(other.path)"
          let here = (one.line, other.line)
          if let known = first[pair], known <= here { continue }
          first[pair] = here
        }
      }
    }
    return first.sorted { $0.key < $1.key }.map { pair, lines in
      (pair, "\(pair): more than \(allowed) lines are the same, from lines \(lines.0) and \(lines.1) on")
    }
  }

  /// All of sql/ but schema.sql, which is written from the others, and migrations, which never change.
  static func files() throws -> [(path: String, text: String)] {
    let root = LayerRules.folder
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: "sql").path)
    return try paths.filter { $0.hasSuffix(".sql") && $0 != "schema.sql" && !$0.hasPrefix("schema/") }.map { path in
      ("sql/\(path)", try String(contentsOf: root.appending(path: "sql/\(path)"), encoding: .utf8))
    }
  }
}
