import Foundation

/// How the server would evaluate a rule within the plan, read from its account in JSON.
struct PlanShape {
  /// A loop over facts: for each row of one query, all rows of another are read.
  struct Loop: Equatable {
    /// The query that is read again and again.
    let inner: String
    /// The word in whose text the loop stands; nil: the rule's own.
    let word: String?
  }

  private let loops: [Loop]

  /// - Parameters:
  ///   - json: what EXPLAIN (FORMAT JSON) returns.
  ///   - words: the names of the words; every other query of the statement looks its rows up by keys, as it should.
  init(json: String, words: Set<String>) throws {
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8))
    guard let root = ((document as? [[String: Any]])?.first?["Plan"]) as? [String: Any] else {
      throw FollowUpError(.failed, "the server's description of a plan (EXPLAIN) cannot be read")
    }
    var loops: [Loop] = []
    PlanShape.collect(root, in: nil, words: words, into: &loops)
    self.loops = loops
  }

  /// The first loop over facts; nil: there is none.
  var loopOverFacts: Loop? { loops.first }

  private static func collect(
    _ node: [String: Any],
    in word: String?,
    words: Set<String>,
    into loops: inout [Loop]
  ) {
    let children = node["Plans"] as? [[String: Any]] ?? []
    let isJoin = node["Node Type"] as? String == "Nested Loop"
    for child in children {
      let relationship = child["Parent Relationship"] as? String
      let name = child["Subplan Name"] as? String ?? ""
      var place = word
      if name.hasPrefix("CTE ") {
        let query = String(name.dropFirst(4))
        // What the plan gives by itself, and what is outside of the rules. They stand in desired, which the server may put into difference.
        guard ["desired", "difference"].contains(query) || words.contains(query) else { continue }
        place = words.contains(query) ? query : nil
      }
      let isRepeated = (isJoin && relationship == "Inner") || (relationship == "SubPlan" && !isHashed(name, in: node))
      // Follow-ups are read by the difference alone, by the key of each candidate: a rule that reads them is refused anyway.
      if isRepeated, let inner = factsRead(child), inner != "follow_up" {
        loops.append(Loop(inner: inner, word: place))
      }
      collect(child, in: place, words: words, into: &loops)
    }
  }

  /// Whether a subselect is read once into a hash table.
  private static func isHashed(_ name: String, in node: [String: Any]) -> Bool {
    node.values.contains { ($0 as? String)?.contains("hashed \(name)") == true }
  }

  /// The first query or table that a part of the plan reads.
  private static func factsRead(_ node: [String: Any]) -> String? {
    if let name = (node["CTE Name"] ?? node["Relation Name"]) as? String {
      // As rules call it: sql/engine/plan/plan_facts.sql reads first and gives the tables' names then.
      return ["own_", "all_"].first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) } ?? name
    }
    for child in node["Plans"] as? [[String: Any]] ?? [] {
      if (child["Subplan Name"] as? String ?? "").hasPrefix("CTE ") { continue }
      if let name = factsRead(child) { return name }
    }
    return nil
  }
}
