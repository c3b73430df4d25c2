import Catalog
import Foundation

/// What the cells of a column look like.
struct ValueShape {
  /// Cells that are not empty and do not mean "not known".
  let count: Int
  /// Cells that mean "not known" as this export writes it, each once.
  let unknown: Set<String>
  /// The different values, with how often each is there; as many as are kept.
  let distinct: [String: Int]
  /// How times are written; nil: they are none.
  let dates: DateShape?
  /// How times of day are written; nil: they are none.
  let clock: String?
  /// Whether some row has nothing here.
  let hasGaps: Bool
  /// Whether cells are HTML.
  let isHTML: Bool
  /// Which part of the cells is addresses.
  let addresses: Double
  /// Which part of them is telephone numbers.
  let telephones: Double
  /// Which part of them is whole numbers.
  let numbers: Double

  init(_ cells: [String], unknown words: Set<String>) {
    let filled = cells.filter { !$0.isEmpty }
    let known = filled.filter { !words.contains($0.lowercased()) }
    unknown = Set(filled.filter { words.contains($0.lowercased()) })
    count = known.count
    hasGaps = known.count < cells.count
    let counted = Dictionary(known.map { ($0, 1) }, uniquingKeysWith: +)
    distinct = counted
    let share = { (test: (String) -> Bool) in
      known.isEmpty ? 0 : Double(counted.reduce(0) { $0 + (test($1.key) ? $1.value : 0) }) / Double(known.count)
    }
    (addresses, telephones, numbers) = (share(Self.isAddress), share(Self.isTelephone), share { Int($0) != nil })
    let all = distinct.keys.sorted()
    let some = Array(all.prefix(100))
    dates = DateShape(of: all)
    clock = DateShape.clock(of: some)
    isHTML =
      some.count { $0.firstMatch(of: /<\/?(p|br|div|span|b|i|ul|li|a)\b[^>]*>|&(nbsp|amp|lt|gt|quot);/) != nil } * 4
      > some.count
  }

  /// Which part of the cells is such.
  func share(_ test: (String) -> Bool) -> Double {
    guard count > 0 else { return 0 }
    return Double(distinct.reduce(0) { $0 + (test($1.key) ? $1.value : 0) }) / Double(count)
  }

  var isEmpty: Bool { count == 0 }

  private static func isAddress(_ text: String) -> Bool {
    text.contains("@") && text.firstMatch(of: /^[^@\s]+@[^@\s]+\.[^@\s]+$/) != nil
  }

  private static func isTelephone(_ text: String) -> Bool {
    let digits = text.count(where: \.isNumber)
    return (6...18).contains(digits) && text.allSatisfy { $0.isNumber || "+ -/().x".contains($0) }
      && (text.hasPrefix("+") || text.hasPrefix("0") || text.contains { " -/()".contains($0) })
  }

  /// No value is there twice.
  var isUnique: Bool { distinct.count == count }
  var isLong: Bool { share { $0.count > 60 } > 0.3 }

  /// Whether each row has another short word with a digit in it: what heads the first column may be a word that is not known.
  var mayBeIDs: Bool {
    count > 1 && isUnique && !hasGaps && dates == nil && addresses == 0
      && distinct.keys.allSatisfy { $0.count <= 40 && $0.contains(where: \.isNumber) && !$0.contains(" ") }
  }

  /// The sign between several values in one cell; nil: there is one value in each.
  var listSign: String? {
    for sign in [";", "|", "\n"] where share({ $0.contains(sign) }) > 0.05 { return sign }
    return share { $0.contains(", ") && !$0.contains("<") } > 0.3 ? "," : nil
  }

  /// In words, for a comment: never a value, which may be a person's.
  var words: String {
    if isEmpty { return "always empty" }
    if addresses > 0.6 { return "addresses" }
    if dates != nil { return dates?.hasTime == true ? "times" : "dates" }
    if telephones > 0.6 { return "telephone numbers" }
    if numbers > 0.9 { return isUnique && count > 1 ? "numbers, each once" : "numbers, \(distinct.count) different" }
    if isLong { return "long texts" }
    return "texts, \(distinct.count) different"
  }
}
