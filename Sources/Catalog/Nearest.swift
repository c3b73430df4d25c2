/// What may be in a place, as a remedy: the word that was probably meant comes first.
public func wordsToUse(_ known: [String], insteadOf word: String) -> String {
  let all = "use one of: \(known.joined(separator: ", "))"
  return nearest(word, among: known).map { "you may mean \($0); \(all)" } ?? all
}

/// The word that is most like another, where it is like it at all: its beginning, or but for a few letters, or else for what follows the first `_`.
public func nearest(_ word: String, among known: [String]) -> String? {
  let word = word.lowercased()
  let near = known.map { candidate -> (distance: Int, word: String) in
    let other = candidate.lowercased()
    let isCut = min(word.count, other.count) > 2 && (other.hasPrefix(word) || word.hasPrefix(other))
    return (isCut ? 1 : distance(Array(word), Array(other)), candidate)
  }.sorted { $0.distance < $1.distance }
  guard let best = near.first else { return nil }
  if best.distance <= max(1, word.count / 3) { return best.word }
  let first = word.prefix { $0 != "_" }
  return near.first { first.count > 2 && first.count < word.count && $0.word.hasPrefix("\(first)_") }?.word
}

/// How many letters have to be put in, taken out, exchanged or swapped with their neighbour to make one word of the other.
private func distance(_ one: [Character], _ other: [Character]) -> Int {
  var before: [Int] = []
  var last = Array(0...other.count)
  for (row, letter) in one.enumerated() {
    var current = [row + 1]
    for (column, wanted) in other.enumerated() {
      var least = min(last[column] + (letter == wanted ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
        least = min(least, before[column - 1] + 1)
      }
      current.append(least)
    }
    (before, last) = (last, current)
  }
  return last[other.count]
}
