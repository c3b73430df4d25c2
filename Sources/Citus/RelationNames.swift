import SQLText

/// Puts subselects in the place of tables and views that a statement reads.
///
/// It follows the text, not the grammar: a name counts as a relation read where it comes after FROM or JOIN, or after brackets that open there. Left
/// alone are what a statement writes to, names that the statement itself gives to a WITH query, the FROM of `extract` and similar functions, and statements
/// that lock the rows they read. Also left alone, so that they need a condition of their own, are quoted names and what comes after a comma.
struct RelationNames {
  private let relations: [String: String]

  /// - Parameter relations: what stands for each name, in brackets; those may name one another.
  init(_ relations: [String: String]) {
    self.relations = relations
  }

  /// The statement with every relation replaced, and those in what replaces it.
  func replaced(in sql: String) -> String {
    let words = Self.words(of: sql)
    if words.indices.dropFirst().contains(where: { words.isLocking(at: $0) }) { return sql }
    let given = Set(words.indices.filter { words.isWithQuery(at: $0) }.map { words[$0].text })
    return replaced(in: words, leaving: given)
  }

  private func replaced(in words: [Word], leaving given: Set<String>) -> String {
    var text = ""
    var isRelationNext = false
    // Of each open bracket, whether FROM in it is a function's word.
    var brackets: [Bool] = []
    for index in words.indices {
      let word = words[index]
      guard !word.isBlank else {
        text += word.text
        continue
      }
      if isRelationNext, !given.contains(word.text), let rows = relations[word.text], words.next(after: index) != "." {
        // What a relation is made of is not hidden by the names of this statement.
        let table = RelationNames(relations.filter { $0.key != word.text })
        text += rows.hasPrefix("(SELECT * FROM ") ? rows : table.replaced(in: Self.words(of: rows), leaving: [])
        if !words.hasAlias(after: index) { text += " AS \(word.text)" }
      } else {
        text += word.text
      }
      if word.text == "(" { brackets.append(words.isOfFunctionWithFrom(at: index)) }
      if word.text == ")" { brackets.removeLast(brackets.isEmpty ? 0 : 1) }
      let opens = words.opensRelation(at: index) && brackets.last != true
      isRelationNext = opens || (isRelationNext && word.text == "(")
    }
    return text
  }

  private static func words(of sql: String) -> [Word] {
    let bytes = Array(sql.utf8)
    var scanner = SQLScanner(bytes)
    var words: [Word] = []
    while let token = scanner.next() {
      words.append(Word(text: String(decoding: bytes[token.range], as: UTF8.self), kind: token.kind))
    }
    return words
  }
}

/// A piece of SQL: a name, a string, a comment, a blank, a sign.
private struct Word {
  let text: String
  let kind: SQLScanner.Kind

  var isBlank: Bool { kind == .blank || kind == .comment }
  var upper: String { text.uppercased() }
  var isName: Bool { kind == .name || kind == .quotedName }
}

extension [Word] {
  /// What may follow a relation and is not an alias of it.
  private static let after: Set<String> = [
    "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "ON", "USING", "WHERE", "GROUP", "HAVING", "WINDOW",
    "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "UNION", "INTERSECT", "EXCEPT", "RETURNING", "SET", "TABLESAMPLE",
  ]

  /// The next word that is not blank, in capitals; empty at the end.
  fileprivate func next(after index: Int) -> String {
    self[(index + 1)...].first { !$0.isBlank }?.upper ?? ""
  }

  private func previous(before index: Int) -> String {
    self[..<index].last { !$0.isBlank }?.upper ?? ""
  }

  fileprivate func hasAlias(after index: Int) -> Bool {
    guard let word = self[(index + 1)...].first(where: { !$0.isBlank }) else { return false }
    return word.isName && !Self.after.contains(word.upper)
  }

  fileprivate func opensRelation(at index: Int) -> Bool {
    switch self[index].upper {
    case "JOIN": true
    case "FROM": !["DELETE", "DISTINCT"].contains(previous(before: index))
    default: false
    }
  }

  /// `extract(… FROM …)`, where what follows is a value.
  fileprivate func isOfFunctionWithFrom(at index: Int) -> Bool {
    ["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"].contains(previous(before: index))
  }

  /// `name AS (`, `name AS MATERIALIZED (`, `name AS NOT MATERIALIZED (`.
  fileprivate func isWithQuery(at index: Int) -> Bool {
    guard self[index].isName else { return false }
    let rest = self[(index + 1)...].lazy.filter { !$0.isBlank }.prefix(4).map(\.upper)
    let following = Array<String>(rest)
    guard following.first == "AS" else { return false }
    return following.dropFirst().first { !["NOT", "MATERIALIZED"].contains($0) } == "("
  }

  /// `FOR UPDATE`, `FOR NO KEY UPDATE`.
  fileprivate func isLocking(at index: Int) -> Bool {
    self[index].upper == "FOR" && ["UPDATE", "NO", "SHARE", "KEY"].contains(next(after: index))
  }
}
