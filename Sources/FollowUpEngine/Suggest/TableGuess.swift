import Catalog
import Foundation

/// What a file of the export would be, if its rows were those of one canonical file.
struct TableGuess {
  /// A column that became something.
  struct Pick {
    let column: SourceSample.Column
    /// How sure it is, from 0 to 100.
    let score: Int
  }

  let sample: SourceSample
  let file: ImportWords.File
  /// By slot; addresses and telephone numbers may have several columns.
  let picks: [String: [Pick]]
  /// How well the file's name says that it is this.
  let nameScore: Int

  var target: ImportTarget { file.target }

  init(_ sample: SourceSample, as file: ImportWords.File, _ words: ImportWords) {
    self.sample = sample
    self.file = file
    nameScore = Self.nameScore(sample, file)
    var offers: [(slot: ImportWords.Slot, column: SourceSample.Column, score: Int, place: Int)] = []
    for (place, column) in sample.columns.enumerated() {
      let name = ColumnName(column.name)
      for slot in file.slots {
        let score = ColumnJudge(slot: slot, file: file, words: words).score(name, column.shape)
        if score >= 45 { offers.append((slot, column, score, place)) }
      }
    }
    offers.sort { ($1.score, $0.place, $0.slot.name) < ($0.score, $1.place, $1.slot.name) }
    var picks: [String: [Pick]] = [:]
    var taken: Set<String> = []
    for offer in offers where !taken.contains(offer.column.name) {
      let several = ["email", "phone"].contains(offer.slot.name)
      if let first = picks[offer.slot.name]?.first, !several || first.score < 60 || offer.score < 60 { continue }
      taken.insert(offer.column.name)
      picks[offer.slot.name, default: []].append(Pick(column: offer.column, score: offer.score))
    }
    if picks["id"] == nil, file.slots.contains(where: { $0.name == "id" }), !sample.mayLackColumns,
      let first = sample.columns.first, !taken.contains(first.name), first.shape.mayBeIDs
    {
      picks["id"] = [Pick(column: first, score: 50)]
    }
    self.picks = picks
  }

  /// The column that holds ids of another file's rows, by its values alone; nil: there is none that is not taken for something else.
  func column(holding ids: Set<String>) -> SourceSample.Column? {
    let taken = Set(picks.values.joined().map(\.column.name))
    return sample.columns.first { column in
      !taken.contains(column.name) && !column.shape.isEmpty && column.shape.share(ids.contains) > 0.6
    }
  }

  /// The column of a slot.
  func pick(_ slot: String) -> Pick? { picks[slot]?.first }

  /// How much speaks for it.
  var score: Int {
    var score = nameScore
    for column in target.columns {
      let weight = has(column.name) ? (picks[column.name]?.first?.score ?? 80) : 0
      if column.isRequired { score += weight > 0 ? weight * 3 / 10 : -25 } else { score += weight / 12 }
    }
    return score
  }

  /// Whether there is something for a canonical column, as a whole or in parts.
  func has(_ column: String) -> Bool {
    if picks[column] != nil { return true }
    switch (target.name, column) {
    case (_, "name"): return picks["first_name"] != nil || picks["last_name"] != nil
    case ("interviews", "starts_at"): return picks["start_date"] != nil
    case ("interviews", "ends_at"): return true
    case ("interviews", "application"), ("stages", "application"): return picks["candidate"] != nil
    case ("touches", "actor_kind"), ("touches", "purpose"): return true
    case ("contacts", "id"), ("candidates", "id"), ("recruiters", "id"): return picks["email"] != nil
    case ("touches", "id"), ("interviews", "id"), ("applications", "id"), ("references", "id"): return true
    default: return false
    }
  }

  /// Required columns for which nothing was found.
  var missing: [String] { target.columns.filter { $0.isRequired && !has($0.name) }.map(\.name) }

  /// The longest of the canonical file's names that stands in the file's, and how much of it that is.
  private static func nameScore(_ sample: SourceSample, _ file: ImportWords.File) -> Int {
    // A calendar's rows are events, whatever it is called.
    if sample.source.format == .ics, file.target.name == "interviews" { return 80 }
    let base = URL(fileURLWithPath: sample.source.file).deletingPathExtension().lastPathComponent
    let own = ImportWords.squashed((sample.source.part ?? base).filter { !$0.isNumber })
    guard !own.isEmpty else { return 0 }
    let names = file.names.union([ImportWords.squashed(file.target.name)])
    if names.contains(own) { return 100 }
    let found = names.filter { $0.count > 3 && own.contains($0) }.map(\.count).max() ?? 0
    // The end of a name says what it is: a candidate reference is a reference.
    let ends = names.contains { $0.count > 3 && own.hasSuffix($0) } ? 10 : 0
    return found * 70 / own.count + (found > 0 ? ends : 0)
  }
}
