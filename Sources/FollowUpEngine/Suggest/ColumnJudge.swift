import Catalog

/// How well a source column is what a slot wants, by its name and its values.
struct ColumnJudge {
  let slot: ImportWords.Slot
  let file: ImportWords.File
  let words: ImportWords

  /// From 0, it is not, to 100. Values can only speak against a name, but for addresses and telephone numbers, which are known by themselves.
  func score(_ name: ColumnName, _ shape: ValueShape) -> Int {
    let named = named(name)
    if !fits(shape) { return 0 }
    if slot.kind == .id, !shape.isUnique { return max(0, named - 45) }
    if named > 0 { return max(1, named - doubt(shape)) }
    guard isOfPeople else { return 0 }
    if slot.name == "email", shape.addresses > 0.8 { return 52 }
    if slot.name == "phone", shape.telephones > 0.8 { return 48 }
    return 0
  }

  /// Words of statuses that are not known speak against a column where another one has words that are.
  private func doubt(_ shape: ValueShape) -> Int {
    guard case .choice = slot.kind, !shape.isEmpty, shape.numbers < 1 else { return 0 }
    return Int((1 - knownShare(shape)) * 12)
  }

  private func knownShare(_ shape: ValueShape) -> Double {
    let decisions = slot.name == "stage" ? words.decisions : nil
    return shape.share { slot.meaning(of: $0) != nil || decisions?.meaning(of: $0) != nil }
  }

  private var isOfPeople: Bool { ["recruiters", "contacts", "candidates", "references"].contains(file.target.name) }

  private func named(_ name: ColumnName) -> Int {
    switch slot.kind {
    case .id:
      let score = name.isID(owners: file.names, ids: words.ids)
      // What has no name of its own is called by its number: "Bewerbung".
      let isNameless = !file.slots.contains { $0.name == "name" || $0.name == "title" && isTitle }
      return score == 0 && isNameless && name.match(file.names, owners: []) == 100 ? 78 : score
    case .reference(let target):
      let other = target.map { target in words.files.first { $0.target.name == target }?.names ?? [] } ?? []
      let own = target == file.target.name ? [] : other
      return name.refers(to: slot.words.union(own), owners: file.names, ids: words.ids, names: words.names)
    default:
      var score = name.match(slot.words, owners: file.names)
      if case .choice = slot.kind {
        score = max(score, name.matchOfCode(slot.words, owners: file.names, ids: words.ids))
      }
      // What a row is called may be headed by what it is: "Position", "Kunde".
      guard score < 80, ["name", "title"].contains(slot.name), isTitle else { return score }
      if name.match(words.names, owners: file.names) >= 96 { return 90 }
      return name.match(file.names, owners: []) == 100 ? 80 : score
    }
  }

  /// Whether the slot is what the row is called.
  private var isTitle: Bool { slot.name == "name" || file.target.name == "job_orders" }

  /// Whether the values can be such.
  private func fits(_ shape: ValueShape) -> Bool {
    if shape.isEmpty { return true }
    switch (slot.name, slot.kind) {
    case ("email", _): return shape.addresses > 0.5
    case ("phone", _):
      return shape.addresses < 0.2 && shape.dates == nil && shape.share { $0.contains(where: \.isNumber) } > 0.7
    case ("start_time", _), ("end_time", _): return shape.clock != nil
    case ("interviewers", _): return shape.dates == nil
    case ("first_name", _), ("last_name", _), ("name", _), ("title", _):
      return shape.dates == nil && shape.numbers < 0.5 && (shape.addresses < 0.5)
    case ("note", _), ("outcome", _), ("kind", _), ("location", _), ("relationship", _), ("company", _):
      return shape.dates == nil && shape.addresses < 0.5
    case (_, .moment): return shape.dates != nil && (slot.name != "starts_at" || shape.dates?.hasTime == true)
    case (_, .date), (_, .day): return shape.dates != nil
    case (_, .zone): return shape.share { $0.contains("/") || $0 == "UTC" } > 0.5
    case (_, .boolean): return shape.distinct.count <= 6 && shape.share(isYesOrNo) > 0.9
    case (_, .number): return shape.numbers > 0.8
    case (_, .choice):
      let most = knownShare(shape) > 0 || shape.numbers == 1 ? 40 : 8
      return shape.dates == nil && shape.distinct.count <= most && shape.addresses == 0 && !shape.isLong
    case (_, .id): return shape.dates == nil || !(shape.dates?.patterns.first?.hasPrefix("unix") == false)
    case (_, .reference): return shape.dates == nil || shape.numbers == 1
    case (_, .text): return true
    }
  }

  private func isYesOrNo(_ cell: String) -> Bool {
    let word = ImportWords.squashed(cell)
    return words.yes.contains(word) || words.no.contains(word) || slot.name == "active" && isState(word)
  }

  /// An account may say that it is active in a word.
  private func isState(_ word: String) -> Bool {
    words.files.first { $0.target.name == "candidates" }?.slots.first { $0.name == "status" }?.meaning(of: word) != nil
  }
}
