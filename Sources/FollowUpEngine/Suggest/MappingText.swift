import Catalog

/// Writes a mapping as people would: one canonical column a line, a comment where something is to be looked at.
struct MappingText {
  private let draft: MappingDraft
  private let export: ExportGuess
  private(set) var text = ""

  init(_ draft: MappingDraft, _ export: ExportGuess) {
    self.draft = draft
    self.export = export
    head()
    ignored()
    samePersons()
    lookups()
    files()
  }

  private mutating func line(_ words: String, check: String? = nil) {
    text += words + (check.map { "  # check: \($0)" } ?? "") + "\n"
  }

  private mutating func head() {
    line("# Suggested by `followup import suggest` from \(export.samples.map(\.name).joined(separator: ", ")).")
    line(
      "# Look at the lines marked check first. What a column is not taken for stands below its file. The language: jobs/imports/README.md."
    )
    let count = export.samples.count
    line("summary: An export of \(count) \(count == 1 ? "file" : "files"), as followup import suggest took it")
    line("")
    line("read:")
    let texts = export.samples.filter { $0.source.format == .csv || $0.source.format == nil }
    let marked = texts.filter { !$0.dialect.isASCII }
    let usual = Self.usual((marked.isEmpty ? texts : marked).map { Written($0.dialect) }) ?? Written(SourceDialect())
    if usual.delimiter != "," { line("  delimiter: \(usual.quotedDelimiter)") }
    if usual.encoding != "utf-8" { line("  encoding: \(usual.encoding)") }
    if usual.skipLines != 0 { line("  skip_lines: \(usual.skipLines)") }
    let others = export.samples.map { ($0.name, keys(of: $0, usual)) }.filter { !$0.1.isEmpty }
    if !others.isEmpty { line("  files:") }
    for (name, keys) in others { line("    \(YAMLText.scalar(name)): {\(keys.joined(separator: ", "))}") }
    line("  ignore_case: yes")
    if !draft.unknown.isEmpty { line("  empty: [\(draft.unknown.map(YAMLText.scalar).joined(separator: ", "))]") }
    let times = draft.times.isEmpty ? ["iso"] : draft.times.contains("iso") ? draft.times : ["iso"] + draft.times
    line("  times: [\(times.map { $0 == "iso" ? $0 : YAMLText.scalar($0) }.joined(separator: ", "))]")
    line("  zone: agency  # of times without an offset; or an IANA name, such as Europe/Zurich")
  }

  /// What is written otherwise than in most files.
  private func keys(of sample: SourceSample, _ usual: Written) -> [String] {
    let own = Written(sample.dialect)
    let skipped = own.skipLines == usual.skipLines ? [] : ["skip_lines: \(own.skipLines)"]
    switch sample.source.format {
    case .xlsx?: return skipped
    case .csv?, nil:
      let isSame = own.encoding == usual.encoding || sample.dialect.isASCII && usual.encoding != "utf-16"
      return (own.delimiter == usual.delimiter ? [] : ["delimiter: \(own.quotedDelimiter)"])
        + (isSame ? [] : ["encoding: \(own.encoding)"]) + skipped
    default: return []
    }
  }

  private mutating func ignored() {
    if draft.ignored.isEmpty { return }
    line("")
    line("ignore:")
    for file in draft.ignored {
      line(
        "  \(YAMLText.scalar(file.name)): \(YAMLText.scalar(file.reason))",
        check: "nothing is taken from it; to take something, give it an entry under files:"
      )
    }
  }

  private mutating func samePersons() {
    if draft.samePersons.isEmpty { return }
    line("")
    line("same_person:")
    for same in draft.samePersons {
      let rows = same.rows == 1 ? "1 row has" : "\(same.rows) rows have"
      line(
        "  - {target: \(same.target), file: \(YAMLText.scalar(same.file)), id: \(YAMLText.scalar(same.id))}",
        check: "\(rows) the name and the address of another: they become one person"
      )
    }
  }

  private mutating func lookups() {
    if draft.lookups.isEmpty { return }
    line("")
    line("lookups:")
    for lookup in draft.lookups {
      let key = lookup.key.count == 1 ? lookup.key[0] : "[\(lookup.key.joined(separator: ", "))]"
      let pick = lookup.pick.map { ", pick: \($0)" } ?? ""
      line(
        "  \(lookup.name): {file: \(YAMLText.scalar(lookup.file)), key: \(key), take: \(lookup.take)\(pick)}",
        check: lookup.check
      )
    }
  }

  private mutating func files() {
    line("")
    line("files:")
    var told: Set<String> = []
    for (index, entry) in draft.entries.enumerated() {
      if index > 0 { line("") }
      if let note = entry.note { line("  # \(note)") }
      line("  - target: \(entry.target)")
      line("    file: \(YAMLText.scalar(entry.sample.name))")
      if let each = entry.each {
        line("    each: {column: \(YAMLText.scalar(each.column)), at: \(YAMLText.scalar(each.at))}")
      }
      if !entry.lets.isEmpty { line("    let:") }
      for item in entry.lets { line("      \(YAMLText.scalar(item.name)): \(item.value)") }
      if !entry.skips.isEmpty { line("    skip:") }
      for skip in entry.skips {
        let condition = skip.when == entry.keepsOnly ? "unless" : "when"
        line(
          "      - \(condition): {\(YAMLText.scalar(skip.when)): [\(skip.values.map(YAMLText.scalar).joined(separator: ", "))]}"
        )
        line("        reason: \(YAMLText.scalar(skip.reason))")
      }
      line("    columns:")
      for item in entry.lines { write(item, isOptional: entry.sample.mayLackColumns) }
      let isLast = !draft.entries.dropFirst(index + 1).contains { $0.sample.name == entry.sample.name }
      if isLast, told.insert(entry.sample.name).inserted { left(entry.sample) }
    }
  }

  private mutating func write(_ item: MappingDraft.Line, isOptional: Bool) {
    switch item.value {
    case .plain(let value): line("      \(item.column): \(value)", check: item.check)
    case .words(let column, let words, let otherwise):
      line("      \(item.column):", check: item.check)
      line("        column: \(YAMLText.scalar(column))")
      if isOptional { line("        optional: yes") }
      if words.isEmpty && otherwise == nil {
        line("        map: {}", check: "no row of this export has a value")
      } else {
        line("        map:")
      }
      for word in words {
        let gloss = word.gloss.map { "  # \(Self.inComment($0))" } ?? ""
        line("          \(YAMLText.scalar(word.word)): \(YAMLText.scalar(word.canonical))\(gloss)", check: word.check)
      }
      if let otherwise { line("        otherwise: \(YAMLText.scalar(otherwise))") }
    }
  }

  /// The columns that became nothing, as kinds: values may be people's.
  private mutating func left(_ sample: SourceSample) {
    let rest = sample.columns.filter { draft.used[sample.name]?.contains($0.name) != true }
    if rest.isEmpty { return }
    line("    # Not taken, since nothing canonical is like them:")
    for column in rest { line("    #   \(Self.inComment(column.name)): \(column.shape.words)") }
  }

  private static func inComment(_ name: String) -> String { name.replacing(/[\p{Cc}\u{2028}\u{2029}]/, with: " ") }

  private static func usual(_ all: [Written]) -> Written? {
    let counts = Dictionary(grouping: all) { $0 }.mapValues(\.count)
    return all.first { one in counts[one] == counts.values.max() }
  }

  /// A dialect as a mapping writes it.
  private struct Written: Hashable {
    let delimiter: String
    let encoding: String
    let skipLines: Int

    init(_ dialect: SourceDialect) {
      delimiter = String(decoding: [dialect.delimiter], as: UTF8.self)
      encoding = dialect.encoding.rawValue
      skipLines = dialect.skipLines
    }

    var quotedDelimiter: String { delimiter == "\t" ? "tab" : "\"\(delimiter)\"" }
  }
}
