import SQLText

/// The words of the practice, sql/words: each one SELECT over facts and other words. The database has them as views, the plan as queries of its own.
public struct Words: Sendable {
  /// The files, each after those it reads.
  public let files: [SQLFile]

  /// Those that are queries of the plan's statement; the others are given by its facts.
  public var planned: [SQLFile] { files.filter { $0.header.value("given") == nil } }

  /// Orders the files; the error names words that read one another in a circle.
  init(_ files: [SQLFile]) throws {
    let byName = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var ordered: [SQLFile] = []
    var isDone: [String: Bool] = [:]
    func put(_ file: SQLFile) throws {
      switch isDone[file.name] {
      case true?: return
      case false?:
        throw CatalogError(
          file: file.path,
          "reads a word that itself reads \(file.name)",
          remedy: "remove one of the two reads"
        )
      case nil: isDone[file.name] = false
      }
      for name in file.relationsRead where name != file.name {
        if let other = byName[name] { try put(other) }
      }
      isDone[file.name] = true
      ordered.append(file)
    }
    for file in files {
      try file.refuseUnknownKeys(["word", "summary", "given"])
      try file.refuseOtherName()
      guard file.header.value("summary") != nil else {
        throw CatalogError(file: file.path, "has no summary", remedy: "add a line -- summary: what the word means")
      }
      try put(file)
    }
    self.files = ordered
  }

  /// Makes the views, as a repeatable definition.
  ///
  /// - Parameters:
  ///   - dropped: how they are taken away before, sql/engine/schema/words_dropped.sql.
  ///   - view: how one is made, sql/engine/schema/word_as_view.sql.
  func asViews(dropped: SQLFile, view: SQLFile) throws -> SQLFile {
    let names = files.reversed().map(\.name).joined(separator: ",\n  ")
    let views = files.map { file in
      filled(
        view.body,
        [
          "SELECT": file.body,
          "MEANING": (file.header.text("summary") ?? "").split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''"),
          "NAME": file.name,
        ]
      )
    }
    let text = (["-- functions: practice_words", filled(dropped.body, ["NAMES": names])] + views)
    return try SQLFile(path: "sql/words", text: text.joined(separator: "\n\n") + "\n", kinds: ["functions"])
  }

  /// The same as queries of one statement, to be put where it says `/* include: words */`; without those that the plan's facts give.
  func asQueries() throws -> SQLFile {
    let queries = planned.map { "\($0.name) AS (\n\($0.body)\n)," }
    return try SQLFile(
      path: "sql/words",
      text: "-- fragment: words\n" + queries.joined(separator: "\n"),
      kinds: ["fragment"]
    )
  }
}

extension Catalog {
  /// SHA-256 of what every rule rests on: the words, the facts, how a rule is read, and the calendar; and of what the plan keeps beside the
  /// follow-ups, so that it comes to be for everybody.
  public var foundations: String {
    get throws {
      let facts = try statement(at: "sql/engine/plan/plan_facts.sql")
      let rule = try statement(at: "sql/engine/plan/plan_rule.sql")
      let answers = try statement(at: "sql/engine/plan/plan_answers.sql")
      let texts = [try wordQueries, facts, rule, answers].map(\.text)
      return sha256Hex((texts + [try home.text(of: "sql/functions/10_calendar.sql")]).joined(separator: "\n"))
    }
  }
}

/// The text with what is given instead of its words.
private func filled(_ text: String, _ values: [String: String]) -> String {
  let bytes = Array(text.utf8)
  var scanner = SQLScanner(bytes)
  var filled = ""
  while let token = scanner.next() {
    let piece = String(decoding: bytes[token.range], as: UTF8.self)
    // What a view means is a string.
    let word = token.kind == .string ? String(piece.dropFirst().dropLast()) : piece
    filled += values[word].map { token.kind == .string ? "'\($0)'" : $0 } ?? piece
  }
  return filled
}

extension SQLFile {
  /// The text below the header, without blanks at its end.
  var body: String {
    // By bytes: looking for the ends of characters takes longer than all else.
    var rest = Substring(text).utf8
    while rest.starts(with: "--".utf8), let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      rest = rest[rest.index(after: end)...]
    }
    while let last = rest.last, [0x20, 0x09, 0x0A, 0x0D].contains(last) { rest = rest.dropLast() }
    return String(Substring(rest))
  }

  /// The names after FROM and JOIN; also those of its own queries.
  var relationsRead: [String] {
    let bytes = Array(text.utf8)
    var scanner = SQLScanner(bytes)
    var names: [String] = []
    var follows = false
    while let token = scanner.next() {
      let word = bytes[token.range]
      if token.kind == .blank || token.kind == .comment { continue }
      if follows, token.kind == .name { names.append(String(decoding: word, as: UTF8.self)) }
      follows = token.kind == .name && (word.elementsEqual("FROM".utf8) || word.elementsEqual("JOIN".utf8))
    }
    return names
  }
}
