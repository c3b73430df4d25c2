import Catalog

/// What the files of an export are.
struct ExportGuess {
  let words: ImportWords
  /// All of them.
  let samples: [SourceSample]
  /// Files whose rows become those of a canonical file, in the order of these.
  private(set) var tables: [TableGuess] = []
  /// Files of which nothing is taken, and why.
  private(set) var ignored: [(sample: SourceSample, reason: String)] = []

  /// Columns that another file can give, or a constant.
  private static let spare = [
    "recruiters": ["email", "name"], "candidates": ["recruiter"], "job_orders": ["recruiter", "client"],
    "contacts": ["client"],
    "applications": ["job_order"], "references": ["candidate"],
  ]
  /// With fewer points a file is not taken for anything.
  private static let least = 60

  init(_ samples: [SourceSample], _ words: ImportWords) {
    self.samples = samples
    self.words = words
    for sample in samples {
      if sample.columns.isEmpty || sample.rows.isEmpty {
        ignored.append((sample, sample.columns.isEmpty ? "has no columns" : "has no rows in this export"))
        continue
      }
      let guesses = words.files.map { TableGuess(sample, as: $0, words) }.filter(Self.isPossible)
      guard let best = guesses.max(by: { $0.score < $1.score }), best.score >= Self.least else {
        ignored.append((sample, "not known for one of the canonical files"))
        continue
      }
      tables.append(best)
    }
    // A file without ids of its own beside one that has them joins two others.
    let joining = tables.filter { table in
      table.target.column("id") != nil && table.pick("id") == nil
        && tables.contains { $0.target == table.target && $0.pick("id") != nil }
    }
    ignored += joining.map { ($0.sample, "has no ids of its own, as another file of \($0.target.name) has") }
    tables.removeAll { table in joining.contains { $0.sample.name == table.sample.name } }
    let order = ImportTarget.all.map(\.name)
    tables = order.flatMap { name in tables.filter { $0.target.name == name } }
  }

  private static func isPossible(_ guess: TableGuess) -> Bool {
    let lost = guess.missing.filter { spare[guess.target.name]?.contains($0) != true }
    return lost.isEmpty || lost.count == 1 && guess.nameScore >= 60 && guess.target.columns.count > 3
  }

  /// The file of that kind; of several the first.
  func table(_ target: String) -> TableGuess? { tables.first { $0.target.name == target } }

  /// The column of a file that refers most clearly to rows of that kind.
  func column(in sample: SourceSample, of owner: ImportTarget?, referringTo target: String) -> SourceSample.Column? {
    guard let names = words.files.first(where: { $0.target.name == target })?.names else { return nil }
    let owners = owner.flatMap { owner in words.files.first { $0.target == owner }?.names } ?? []
    let scored = sample.columns.map { column in
      let fits = column.shape.dates == nil || column.shape.numbers == 1
      return (
        column, fits ? ColumnName(column.name).refers(to: names, owners: owners, ids: words.ids, names: words.names) : 0
      )
    }
    guard let best = scored.max(by: { $0.1 < $1.1 }), best.1 >= 66 else { return nil }
    return scored.first { $0.1 == best.1 }?.0
  }

  /// A file that says which row of one kind goes with which of another, with the columns that do.
  func link(
    from target: ImportTarget,
    to other: String,
    but sample: SourceSample
  ) -> (
    sample: SourceSample, from: SourceSample.Column, to: SourceSample.Column
  )? {
    for one in samples where one.name != sample.name {
      let own = tables.first { $0.sample.name == one.name }?.target
      guard own != target, own?.name != other,
        let from = column(in: one, of: own, referringTo: target.name),
        let to = column(in: one, of: own, referringTo: other), from.name != to.name,
        from.shape.share({ [ids = ids(of: target.name)] in ids.contains($0) }) > 0.3
      else { continue }
      return (one, from, to)
    }
    return nil
  }

  /// The ids of a canonical file that were seen.
  func ids(of target: String) -> Set<String> {
    Set(tables.filter { $0.target.name == target }.flatMap { $0.key(.id).map($0.values) ?? [] })
  }
}

extension ExportGuess {
  /// What the codes of a column are called, where a file of the export that nothing else is taken from says so.
  func names(ofCodes source: SourceSample.Column, in table: TableGuess) -> [String: String] {
    guard source.shape.numbers == 1 else { return [:] }
    let parts = ColumnName(source.name).parts.filter { $0.count > 3 }
    for (sample, _) in ignored {
      let file = ImportWords.squashed(sample.name)
      guard parts.contains(where: file.contains) else { continue }
      let codes = sample.columns.first { column in
        column.shape.isUnique && source.shape.share { column.shape.distinct[$0] != nil } > 0.8
      }
      let texts = sample.columns.first { $0.shape.isUnique && $0.shape.numbers < 0.2 && !$0.shape.isLong }
      guard let codes, let texts, let code = sample.place(of: codes.name), let text = sample.place(of: texts.name)
      else { continue }
      return Dictionary(sample.rows.map { ($0[code], $0[text]) }, uniquingKeysWith: { first, _ in first })
    }
    return [:]
  }

  /// Whether the export writes 0 where nothing is known: columns of texts have it.
  static func writesZero(_ samples: [SourceSample]) -> Bool {
    samples.flatMap(\.columns).count { column in
      column.shape.distinct["0"] != nil && column.shape.count > 1 && column.shape.numbers < 0.95
        && column.shape.distinct.count > 1
    } >= 3
  }
}

extension ImportWords {
  /// What says that an application was decided.
  var decisions: Slot? { files.first { $0.target.name == "applications" }?.slots.first { $0.name == "decision" } }
}

extension TableGuess {
  /// How many rows have the name and the address of a row before; nil: none.
  var repeatedPeople: Int? {
    guard let name = key(.name), let email = key(.email) else { return nil }
    var seen: Set<String> = []
    let rows = zip(values(name), values(email)).count { name, email in
      email.contains("@") && !seen.insert("\(name.lowercased())\n\(email.lowercased())").inserted
    }
    return rows > 0 ? rows : nil
  }

  /// By what a row can be meant.
  enum Mark: String, CaseIterable {
    case id, email, name
  }

  /// The columns that make a mark of a row, joined by a blank; nil: the file has none.
  func key(_ mark: Mark) -> [String]? {
    switch mark {
    case .id:
      if let id = pick("id") { return [id.column.name] }
      return key(.email) ?? key(.name)
    case .email: return pick("email").map { [$0.column.name] }
    case .name:
      if let name = pick("name") ?? pick("title").flatMap({ target.name == "job_orders" ? $0 : nil }) {
        return [name.column.name]
      }
      let parts = [pick("first_name"), pick("last_name")].compactMap { $0?.column.name }
      return parts.isEmpty ? nil : parts
    }
  }

  /// What these columns hold, row by row.
  func values(_ columns: [String]) -> [String] {
    let places = columns.compactMap(sample.place)
    return sample.rows.map { row in places.map { row[$0] }.filter { !$0.isEmpty }.joined(separator: " ") }
  }
}
