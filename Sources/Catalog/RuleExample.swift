import Foundation

/// An example of a rule, from the file NAME.examples.yaml beside it: what is given, and which follow-ups the rule then asks for.
public struct RuleExample: Sendable, Equatable {
  /// A value with the line it stands on; empty: not known, or none.
  public struct Cell: Sendable, Equatable {
    /// The value.
    public let text: String
    /// The line, from 1.
    public let line: Int
  }

  /// A row that is given or expected: its cells by column.
  public struct Row: Sendable, Equatable {
    /// The cells; a column that is not named is absent.
    public var cells: [String: Cell]
    /// The line on which it begins.
    public let line: Int
  }

  /// The rows of one canonical file, with those that need not be said and the columns that follow by themselves.
  public struct Facts: Sendable, Equatable {
    /// The file.
    public let target: ImportTarget
    /// Its rows.
    public let rows: [Row]
  }

  /// What it shows, in a sentence; no other example of the file has this name.
  public let name: String
  /// The file that it stands in.
  public let file: String
  /// The line on which it begins.
  public let line: Int
  /// The moment at which it looks: local to the agency, unless it has an offset.
  public let asOf: Cell
  /// The time zone of the agency.
  public let timeZone: String
  /// What is given.
  public let given: [Facts]
  /// The follow-ups that exist then; of each, only the columns that are named.
  public let expected: [Row]
  /// The follow-ups that the rule has stopped asking for; nil: whichever they are.
  public let gone: [Row]?

  /// The zone in which an example's agency works, unless its policy says otherwise.
  public static let usualTimeZone = "America/New_York"

  /// A column of an expected row.
  public struct Column: Sendable {
    /// Its name.
    public let name: String
    /// Whether it is a moment, written in the agency's local time.
    public let isMoment: Bool
    /// Whether a follow-up that exists has it.
    let isOfExisting: Bool
    /// Whether one that is gone has it.
    let isOfGone: Bool

    init(_ name: String, isMoment: Bool = false, existing: Bool = true, gone: Bool = true) {
      self.name = name
      self.isMoment = isMoment
      isOfExisting = existing
      isOfGone = gone
    }
  }

  /// The columns of an expected row.
  public static let columns = [
    Column("candidate"), Column("application"), Column("interview"), Column("occurrence"), Column("party_kind"),
    Column("party"), Column("recruiter"), Column("channel"), Column("state", gone: false), Column("late", gone: false),
    Column("anchor", isMoment: true), Column("from", isMoment: true), Column("until", isMoment: true),
    Column("opens", isMoment: true), Column("due", isMoment: true), Column("expires", isMoment: true),
    Column("done", isMoment: true, gone: false), Column("reason", existing: false), Column("remark"),
  ]

  /// The states of a follow-up that exists.
  static let states = ["open", "done", "missed"]
}

extension Catalog {
  /// How the file beside a rule ends that holds its examples.
  static let examplesEnding = ".examples.yaml"

  /// The examples of a rule, from the file beside it; none where the file does not exist.
  /// - Throws: ``CatalogError`` with file and line for whatever is wrong in it.
  public func examples(of rule: Rule) throws -> [RuleExample] {
    let path = rule.file.path.dropLast(".sql".count) + Catalog.examplesEnding
    let isOnTrial = trialRules.contains { $0.name == rule.name }
    guard let text = isOnTrial ? try textOutside(String(path)) : try textAtHome(String(path)) else { return [] }
    return try RuleExampleReader.read(text: text, file: String(path))
  }

  /// The YAML files of sql/rules, those too that belong to no rule.
  public var exampleFiles: [String] {
    get throws { try [".yaml", ".yml"].flatMap { try home.files(in: "sql/rules", ending: $0) } }
  }

  /// Reads one of these by itself.
  /// - Throws: ``CatalogError`` for anything that is wrong in it, and when no rule has its name.
  public func readExamples(_ path: String) throws {
    let name = String(Home.name(of: path))
    guard name.hasSuffix(Catalog.examplesEnding) else {
      throw CatalogError(
        file: path,
        "is not read",
        remedy: "a rule's examples are in NAME\(Catalog.examplesEnding), with the name of the rule"
      )
    }
    let rule = String(name.dropLast(Catalog.examplesEnding.count))
    guard try ruleNames.contains(rule) else {
      throw CatalogError(
        file: path,
        "the rule \(rule) does not exist",
        remedy: "name the file as the rule; " + wordsToUse(try ruleNames, insteadOf: rule)
      )
    }
    _ = try RuleExampleReader.read(text: try home.text(of: path), file: path)
  }

  private func textAtHome(_ path: String) throws -> String? { home.has(path) ? try home.text(of: path) : nil }

  private func textOutside(_ path: String) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CatalogError(file: path, "cannot be read as UTF-8 text: \(error.localizedDescription)")
    }
  }
}
