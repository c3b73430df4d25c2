import Foundation

/// The words by which files and columns of a foreign export are known when a first mapping is suggested: jobs/imports/suggest/columns.yaml.
public struct ImportWords: Sendable {
  /// Where the file is.
  public static let path = "jobs/imports/suggest/columns.yaml"

  /// Something that a source column can be: a column of a canonical file, or a part of one, such as a first name.
  public struct Slot: Sendable {
    /// The canonical column, or one of ``ImportWords/parts``.
    public let name: String
    /// How its cells are read; of a part: how the part is.
    public let kind: ImportTarget.Kind
    /// What it is called, as ``squashed(_:)``.
    public let words: Set<String>
    /// Canonical words, each with what other systems write for it, as ``squashed(_:)``.
    public let values: [(canonical: String, words: Set<String>)]

    /// What a cell stands for; nil: no word is known for it.
    public func meaning(of cell: String) -> String? {
      let word = ImportWords.squashed(cell)
      return values.first { $0.words.contains(word) || ImportWords.squashed($0.canonical) == word }?.canonical
    }
  }

  /// A canonical file: what such files are called, and what can be in them.
  public struct File: Sendable {
    /// The canonical file.
    public let target: ImportTarget
    /// What such files are called, as ``squashed(_:)``.
    public let names: Set<String>
    /// What a column can be.
    public let slots: [Slot]
  }

  /// What ids are called.
  public let ids: Set<String>
  /// What names are called.
  public let names: Set<String>
  /// Words for yes.
  public let yes: Set<String>
  /// Words for no.
  public let no: Set<String>
  /// Cells that mean "not known", in lower case as they are written.
  public let unknown: Set<String>
  /// The canonical files, in the order of ``ImportTarget/all``.
  public let files: [File]

  /// What a column can be that is not a canonical column by itself, by canonical file.
  public static func parts(of target: ImportTarget) -> [String: ImportTarget.Kind] {
    var parts: [String: ImportTarget.Kind] = ["deleted": .boolean]
    switch target.name {
    case "recruiters", "contacts", "candidates", "references":
      (parts["first_name"], parts["last_name"]) = (.text, .text)
    case "interviews":
      (parts["start_date"], parts["start_time"], parts["end_time"]) = (.day, .text, .text)
      (parts["minutes"], parts["interviewers"]) = (.number(0...ImportExpression.mostMinutes), .text)
      (parts["candidate"], parts["job_order"]) = (.reference("candidates"), .reference("job_orders"))
    case "stages":
      (parts["candidate"], parts["job_order"]) = (.reference("candidates"), .reference("job_orders"))
    case "touches":
      (parts["contact"], parts["reference"]) = (.reference("contacts"), .reference("references"))
      parts["job_order"] = .reference("job_orders")
    default: break
    }
    return parts
  }

  /// A text without case, accents, blanks and signs; umlauts written with an e are those without.
  public static func squashed(_ text: String) -> String {
    var letters = ""
    for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      if scalar == "ß" {
        letters += "ss"
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        letters.unicodeScalars.append(scalar)
      }
    }
    return letters.replacing("ae", with: "a").replacing("oe", with: "o").replacing("ue", with: "u")
  }

  /// Reads the file of a home; anything wrong in it is refused with its line.
  public static func read(home: Home) throws -> ImportWords {
    try ImportWords(text: try home.text(of: path), file: path)
  }

  /// Reads the file's text.
  public init(text: String, file: String) throws {
    let yaml = try StrictYAML(text: text, file: file)
    try yaml.allow(["id", "name", "yes", "no", "unknown", "shared", "files"])
    ids = try Self.words(yaml, "id")
    names = try Self.words(yaml, "name")
    yes = try Self.words(yaml, "yes")
    no = try Self.words(yaml, "no")
    unknown = Set(try yaml.strings("unknown").map { $0.lowercased() })
    let shared = try Self.mapping(yaml, "shared")
    let given = try Self.mapping(yaml, "files")
    try given?.allow(ImportTarget.all.map(\.name).filter { $0 != "policy" })
    let everySlot = Set(ImportTarget.all.flatMap { $0.columns.map(\.name) + Self.parts(of: $0).keys })
    try shared?.allow(everySlot.sorted())
    files = try ImportTarget.all.compactMap { target in
      guard let entry = try given.flatMap({ try Self.mapping($0, target.name) }) else { return nil }
      // The history has the words of the applications that it is of.
      let applications = target.name == "stages" ? try given.flatMap { try Self.mapping($0, "applications") } : nil
      return try Self.file(target, entry, shared, values: applications ?? entry)
    }
  }

  private static func file(
    _ target: ImportTarget,
    _ entry: StrictYAML,
    _ shared: StrictYAML?,
    values: StrictYAML
  ) throws -> File {
    try entry.allow(["names", "columns"] + (target.name == "stages" ? [] : ["values"]))
    let columns = try mapping(entry, "columns")
    let values = try mapping(values, "values")
    let parts = Self.parts(of: target)
    let kinds = target.columns.map { ($0.name, $0.kind) } + parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    try columns?.allow(kinds.map(\.0))
    let choices = target.columns.filter { if case .choice = $0.kind { true } else { false } }.map(\.name)
    try values?.allow(choices + (target.name == "stages" ? ["decision"] : []))
    return File(
      target: target,
      names: try words(entry, "names"),
      slots: try kinds.map { name, kind in
        Slot(
          name: name,
          kind: kind,
          words: try words(columns, name).union(try words(shared, name)),
          values: try meanings(values.flatMap { try mapping($0, name) }, kind)
        )
      }
    )
  }

  /// What other systems write for the words that a column takes; one that stands for two of them is refused.
  private static func meanings(
    _ values: StrictYAML?,
    _ kind: ImportTarget.Kind
  ) throws -> [(canonical: String, words: Set<String>)] {
    guard case .choice(let known) = kind else { return [] }
    try values?.allow(known)
    var owners: [String: String] = [:]
    return try known.map { canonical in
      let words = try words(values, canonical)
      for word in words.sorted() {
        guard let other = owners.updateValue(canonical, forKey: word) else { continue }
        throw CatalogError(
          file: values?.file,
          line: values?.value(canonical)?.line,
          "\(word) stands for \(other) and for \(canonical)",
          remedy: "keep it in one of the lists"
        )
      }
      return (canonical, words)
    }
  }

  private static func words(_ yaml: StrictYAML?, _ key: String) throws -> Set<String> {
    Set(try yaml?.strings(key).map(squashed) ?? [])
  }

  private static func mapping(_ yaml: StrictYAML, _ key: String) throws -> StrictYAML? {
    guard let value = yaml.value(key) else { return nil }
    guard let mapping = yaml.mapping(value) else {
      throw CatalogError(file: yaml.file, line: value.line, "\(key) must be keys and values")
    }
    return mapping
  }
}
