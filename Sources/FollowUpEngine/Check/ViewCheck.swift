import Catalog
import Postgres

/// What the server says of a rule or guardrail when it is made a view.
extension CatalogCheck {
  /// The view's name, as rule_as_view.sql makes it.
  static let view = "pg_temp.rule_as_view"

  /// Makes a rule or guardrail a view, looks at it, and takes it back.
  func asView<Value: Sendable>(
    _ file: SQLFile,
    _ values: [String: String?],
    _ look: @escaping @Sendable (isolated Connection) throws -> Value
  ) async throws -> Value {
    let statements = Statements(session.catalog, agency: session.agency.id)
    let alone = try statements.ruleAlone(bodySQL: [SQLPart(file, values)])
    let view = Statement(try statements.ruleAsView(ruleSQL: [alone]).bound)
    return try await session.rollingBack { connection in
      try connection.executeWritten(view)
      return try look(connection)
    }
  }

  /// That a view reads a clock, or what else says something else each time, with the line that names it; nil: it does not.
  ///
  /// A follow-up is planned when its facts change, and a breach is found whenever somebody looks: neither may depend on when that is.
  func clock(in view: String, of file: SQLFile, on connection: isolated Connection) throws -> Finding? {
    let named = try connection.query(session.statements.viewReadsClock(view: view)).map(\.name)
    guard let name = (named + file.datesByWord).first else { return nil }
    return Finding(
      file: file.line(naming: name).map { "\(file.path):\($0)" } ?? file.path,
      fault: "it reads \(name), which says something else at another time",
      remedy: "leave it out: return moments, which lists, reports and nudges compare with :as_of"
    )
  }
}

extension SQLFile {
  /// Dates and times that stand for the day or moment at which they are read, such as `'today'::date`.
  fileprivate var datesByWord: [String] {
    lines.compactMap { _, line in
      let cast = #/(?i)'(?<word>now|today|tomorrow|yesterday)'\s*::\s*(?:date|time)/#
      let typed = #/(?i)\b(?:date|timestamp|timestamptz)\s+'(?<word>now|today|tomorrow|yesterday)'/#
      let word = line.firstMatch(of: cast)?.output.word ?? line.firstMatch(of: typed)?.output.word
      return word.map { "'\($0.lowercased())'" }
    }
  }

  /// The first line of the code that names it.
  fileprivate func line(naming name: String) -> Int? {
    let word = name.lowercased()
    return lines.first { _, line in
      line.lowercased().split { !$0.isLetter && $0 != "_" && $0 != "'" }.contains { $0 == word }
    }?.number
  }

  /// Its lines with their numbers, without comments.
  private var lines: [(number: Int, text: Substring)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      (index + 1, line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line)
    }
  }
}
