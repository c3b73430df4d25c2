import Catalog
import Postgres

/// The follow-ups that an example expects against those there are.
struct ExampleComparison {
  /// A follow-up that there is: its columns by the names of examples.
  private typealias FollowUp = [String: String]

  private let example: RuleExample
  private let expected: [RuleExample.Row]
  private let existing: [FollowUp]
  private let gone: [FollowUp]
  private let notYet: [FollowUp]

  init(example: RuleExample, rule: Rule, rows: [Row]) {
    let followUps = rows.map { row in
      var cells: FollowUp = ["channel": rule.channel]
      for (index, column) in row.columns.enumerated() {
        // A minute is written without its seconds.
        cells[column] = row.text(at: index).map { Self.isMoment(column) ? Self.time($0) : $0 }
      }
      return cells
    }
    self.example = example
    expected = example.expected
    notYet = followUps.filter { $0["state"] == "not yet" }
    gone = followUps.filter { $0["state"] == "cancelled" }
    existing = followUps.filter { !["not yet", "cancelled"].contains($0["state"]) }
  }

  /// What is not as it is expected.
  var faults: [ExampleFault] {
    compared(expected, existing, isGone: false) + (example.gone.map { compared($0, gone, isGone: true) } ?? [])
  }

  private func compared(_ wanted: [RuleExample.Row], _ found: [FollowUp], isGone: Bool) -> [ExampleFault] {
    var pairs = Self.matched(wanted, found)
    // What is left over is told as pairs that differ in as little as possible.
    while let pair = Self.closest(wanted, found, besides: pairs) { pairs[pair.wanted] = pair.found }
    var faults: [ExampleFault] = []
    for (index, row) in wanted.enumerated() {
      guard let other = pairs[index] else {
        let kind = isGone ? "a follow-up that is gone" : "a follow-up"
        let what = "\(kind) was expected and is not there: \(Self.words(row))\(isGone ? "" : elsewhere)"
        faults.append(ExampleFault(line: row.line, what: what))
        continue
      }
      for column in RuleExample.columns.map(\.name) {
        guard let cell = row.cells[column], !Self.fits(cell, column, found[other]) else { continue }
        let whose = Self.words(found[other], without: column)
        let got = found[other][column] ?? "none"
        let want = cell.text.isEmpty ? "none" : cell.text
        faults.append(ExampleFault(line: cell.line, what: "\(column): wanted \(want), got \(got) (of \(whose))"))
      }
    }
    let taken = Set(pairs.values)
    for (index, followUp) in found.enumerated() where !taken.contains(index) {
      let kind = isGone ? "a follow-up that is gone" : "a follow-up"
      let what = "\(kind) is there and was not expected: \(Self.words(followUp))"
      faults.append(ExampleFault(line: example.line, what: what))
    }
    return faults
  }

  /// Where else a follow-up is that was expected.
  private var elsewhere: String {
    let later = notYet.map { "\(Self.words($0)), not before \($0["from"] ?? "")" }
    let before = gone.map { "\(Self.words($0)), gone at \($0["until"] ?? "")" }
    let all = later + before
    return all.isEmpty ? "" : "; there is " + all.joined(separator: ", and ")
  }

  // MARK: Pairs

  /// As many pairs as there can be that agree, by augmenting paths: a row that names little leaves what others need to them.
  private static func matched(_ wanted: [RuleExample.Row], _ found: [FollowUp]) -> [Int: Int] {
    var owner: [Int: Int] = [:]
    func settle(_ row: Int, _ seen: inout Set<Int>) -> Bool {
      for other in found.indices where agrees(wanted[row], found[other]) && seen.insert(other).inserted {
        if owner[other].map({ settle($0, &seen) }) ?? true {
          owner[other] = row
          return true
        }
      }
      return false
    }
    for row in wanted.indices {
      var seen: Set<Int> = []
      _ = settle(row, &seen)
    }
    return Dictionary(uniqueKeysWithValues: owner.map { ($0.value, $0.key) })
  }

  /// Of those without a partner, the two that have most in common.
  private static func closest(
    _ wanted: [RuleExample.Row],
    _ found: [FollowUp],
    besides pairs: [Int: Int]
  ) -> (wanted: Int, found: Int)? {
    let taken = Set(pairs.values)
    var best: (agree: Int, wanted: Int, found: Int)?
    for row in wanted.indices where pairs[row] == nil {
      for other in found.indices where !taken.contains(other) {
        let agree = wanted[row].cells.count { fits($0.value, $0.key, found[other]) }
        if agree > best?.agree ?? -1 { best = (agree, row, other) }
      }
    }
    return best.map { ($0.wanted, $0.found) }
  }

  private static func agrees(_ row: RuleExample.Row, _ followUp: FollowUp) -> Bool {
    row.cells.allSatisfy { fits($0.value, $0.key, followUp) }
  }

  private static func fits(_ cell: RuleExample.Cell, _ column: String, _ followUp: FollowUp) -> Bool {
    (followUp[column] ?? "") == (isMoment(column) ? time(cell.text) : cell.text)
  }

  // MARK: Words

  private static func isMoment(_ column: String) -> Bool {
    RuleExample.columns.contains { $0.name == column && $0.isMoment }
  }

  /// A local time as messages write it: a blank in the middle, no seconds where there are none.
  private static func time(_ text: String) -> String {
    let time = text.replacing("T", with: " ")
    return time.count == 19 && time.hasSuffix(":00") ? String(time.dropLast(3)) : time
  }

  /// What tells a follow-up from others.
  private static func words(_ followUp: FollowUp, without column: String = "") -> String {
    let isOpen = !["not yet", "cancelled"].contains(followUp["state"])
    return ["candidate", "application", "interview", "occurrence", "party", isOpen ? "state" : "", "due"]
      .filter { $0 != column }
      .compactMap { name in followUp[name].map { "\(name) \($0)" } }
      .joined(separator: ", ")
  }

  private static func words(_ row: RuleExample.Row) -> String {
    RuleExample.columns.compactMap { column in
      row.cells[column.name].map { "\(column.name) \($0.text.isEmpty ? "none" : $0.text)" }
    }.joined(separator: ", ")
  }
}
