import Catalog
import FollowUp
import Postgres
import TestSupport
import Testing

@Suite("Plans: the program reads what it needs, however long the history", LivedTrait())
struct PlansTests {
  /// Files whose statements may read a big table from end to end, and why.
  static let readsAll = [
    "statement plan_expand_everybody": "everybody is to be planned; where nobody asked for that, the scan never begins",
    "statement person_find": "people have no index by name; where there is one of that id, the scan never begins",
  ]

  /// Files that no deed runs, but one that may read everything, and why.
  static let notRun = [
    "report data_quality": "it looks at everybody",
    "statement agency_remove": "all that is an agency's goes, once",
    "statement agency_rename": "one row by its key, once, by a person's word",
    "statement plan_due_before_today": "asked of an agency that was never planned, as its first plan is",
    "statement import_is_first": "asked of an agency that was never planned, of which there are few imports",
    "statement import_list": "it lists all imports there were",
    "fragment rule_alone": "the server only describes it",
    "fragment word_as_view": "it defines views",
    "fragment words_dropped": "it takes views away",
    "statement import_stage": "COPY FROM, which has no plan",
    "statement schema_exists": "the migrator's",
    "statement schema_record": "the migrator's",
    "statement schema_record_repeatable": "the migrator's",
    "statement schema_repeatables": "the migrator's",
    "statement schema_versions": "the migrator's",
  ]

  static func files() throws -> [String] {
    let catalog = Catalog(home: try TestAgency.home())
    let parts = try catalog.rules.map(\.file) + catalog.guardrails.map(\.file)
    let whole = try catalog.statements + catalog.reports.map(\.file) + catalog.checks.map(\.file)
    return (parts + whole).filter { $0.kind != "script" }.map { "\($0.kind) \($0.name)" }
  }

  static func measured() throws -> [Deed] { try Deed.all().filter { $0.whole == nil } }

  @Test("No sequential scan of a big table", arguments: try files())
  func scans(_ file: String) throws {
    let lived = try #require(Lived.current)
    let runs = try Self.measured().flatMap { deed in
      try #require(lived.outcomes[deed.name]).seen.filter { $0.isOf(file) }.map { (deed: deed.name, seen: $0) }
    }
    if let reason = Self.notRun[file] {
      #expect(runs.isEmpty, "\(file) is run after all, though \(reason)")
      return
    }
    #expect(!runs.isEmpty, "nothing runs \(file): add a deed that does")
    guard Self.readsAll[file] == nil else { return }
    for run in runs {
      let big = run.seen.scanned.intersection(lived.bigTables).sorted()
      #expect(big.isEmpty, "\(run.deed): \(file) reads \(big.joined(separator: ", ")) from end to end")
    }
  }

  @Test("As much is read after ten times the history", arguments: try measured())
  func effort(_ deed: Deed) throws {
    let lived = try #require(Lived.current)
    let outcome = try #require(lived.outcomes[deed.name])
    let small = try outcome.small.get()
    let large = try outcome.large.get()
    let isAllowed = lived.allows(large, instead: small)
    #expect(isAllowed, "\(lived.words(large)) instead of \(lived.words(small))")
  }

  @Test("Nothing is written that need not be", arguments: try Deed.all().filter { $0.writes != nil })
  func written(_ deed: Deed) throws {
    let outcome = try #require(Lived.current?.outcomes[deed.name])
    let may = try #require(deed.writes)
    for effort in try [outcome.small.get(), outcome.large.get()] {
      #expect(effort.written.subtracting(may).isEmpty, "\(effort.written)")
    }
  }

  @Test("Everything else is done as well", arguments: try Deed.all().filter { $0.whole != nil })
  func done(_ deed: Deed) throws {
    let outcome = try #require(Lived.current?.outcomes[deed.name])
    _ = try (outcome.small.get(), outcome.large.get())
  }

  @Test("The first plan of an agency beside others looks nothing up that is another candidate's")
  func firstPlans() throws {
    let (read, planned) = try #require(Lived.current).firstPlans
    #expect(planned > 0)
    #expect(read < planned, "\(read) follow-ups read for \(planned)")
  }

  @Test("A missing index shows", arguments: Lived.droppedIndexes)
  func missingIndex(_ dropped: Lived.Dropped) throws {
    let lived = try #require(Lived.current)
    let small = try #require(lived.outcomes[dropped.deed]).small.get()
    let large = try #require(lived.withoutIndex[dropped.index]).get()
    let isAllowed = lived.allows(large, instead: small)
    #expect(!isAllowed, "\(lived.words(large)) instead of \(lived.words(small))")
  }

  @Test("A sequential scan is seen, in a statement and in a trigger that it fires")
  func scanIsSeen() throws {
    let lived = try #require(Lived.current)
    let seen = try lived.scans.get()
    let check = try #require(seen.first { $0.files.first == "check follow_up_due_before_it_opens" })
    let touch = try #require(seen.first { $0.files.first == "statement touch_record" })
    #expect(check.scanned == ["follow_up"])
    #expect(touch.scanned.contains("reference_contact"))
    #expect(lived.bigTables.isSuperset(of: ["follow_up", "touch", "interview", "reference_contact"]))
  }
}

extension Seen {
  /// Whether what was read is that file's doing: as a statement of its own or a part of one, for a rule or guardrail as the only one.
  func isOf(_ file: String) -> Bool {
    guard files.contains(file) else { return false }
    let kind = file.prefix { $0 != " " }
    guard ["rule", "guardrail"].contains(kind) else { return true }
    return files.filter { $0.hasPrefix("\(kind) ") } == [file]
  }
}
