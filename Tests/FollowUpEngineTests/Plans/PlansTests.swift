import Catalog
import FollowUpEngine
import Postgres
import TestSupport
import Testing

@Suite("Plans: the program reads what it needs, however long the history", LivedTrait())
struct PlansTests {
  /// Files whose statements may read a big table from end to end, and why.
  static let readsAll = [
    "statement plan_expand_everybody": "everybody is to be planned; where nobody asked for that, the scan never begins",
    "report candidate_timeline": "the same, by name or address",
    "statement person_find": "people have no index by name; where there is one of that id, the scan never begins",
  ]

  /// Files that no workload runs, but one that may read everything, and why.
  static let notRun = [
    "report data_quality": "it looks at everybody",
    "report reference_coverage": "in a longer history the jobs near an offer lie apart; each is looked up by its key",
    "statement inbox_people": "people have no index by their address",
    "statement inbox_follow_ups": "asked with it, by the party",
    "statement inbox_copied": "asked with it, a range of the keys of touches",
    "statement address_unsubscribed": "one row by its key, asked with it",
    "statement agency_remove": "all that is an agency's goes, once",
    "statement agency_rename": "one row by its key, once, by a person's word",
    "statement plan_due_before_today": "asked of an agency that was never planned, as its first plan is",
    "statement plan_replay": "it lives days again for everybody, when a person tries something out",
    "statement plan_candidates": "asked with it, where somebody watches",
    "statement plan_working_days": "asked with it",
    "statement plan_length": "it counts the queue, where somebody watches a terminal",
    "statement plan_faults": "asked after a rule returned what cannot be stored, as its batch is planned",
    "statement plan_set_aside": "the same, by the key of the queue",
    "statement plan_put_back": "the same",
    "statement person_rows": "people have no index by their address; once for a person who asks",
    "statement person_patterns": "what everybody shares is looked for, once for a person who leaves",
    "statement person_held": "texts have no index; once for a person who asks",
    "statement erased_before": "asked where nobody has an address any more",
    "statement merge_rows": "ids are looked up by their index, twice for two rows that are one person",
    "statement merge_near": "asked where an id is not known, once by a person's word",
    "statement merge_fields": "two rows by their keys, once by a person's word",
    "statement merge_candidates_concerned": "follow-ups have no index by their party; once by a person's word",
    "statement merge_follow_ups": "the same",
    "statement merge_candidate": "all that a candidate has, once by a person's word",
    "statement merge_party": "once by a person's word",
    "statement merge_keep": "the same",
    "statement merge_remember": "the same",
    "statement merge_gone": "the same",
    "statement import_merged": "asked where rows were merged, over the rows of one import",
    "statement import_merged_attendees": "the same",
    "fragment import_blocked_by_merge": "part of what takes an import back, by a person's word",
    "statement erase_remember": "once for a person who leaves",
    "statement retention_due": "whoever is held is looked at, once a month; for each, the last row by its index",
    "statement retention_list": "the same",
    "statement retention_counts": "the same",
    "statement retention_settings": "three keys of the policy, asked with them",
    "statement readmit": "once for a person who comes back",
    "statement erase_people": "once for a person who leaves",
    "statement erase_touches": "the same; texts have no index",
    "statement erase_follow_ups": "the same",
    "statement erase_messages": "the same",
    "statement erase_mail": "the same",
    "statement erase_records": "the same",
    "statement import_is_first": "asked of an agency that was never planned, of which there are few imports",
    "statement import_list": "it lists all imports there were",
    "fragment import_changed": "part of what takes an import back or shows it, by a person's word",
    "fragment import_found_by_id": "the same",
    "fragment import_found_by_key": "the same",
    "fragment import_judged": "the same",
    "fragment import_blocked_by_answer": "the same",
    "fragment import_blocked_by_lost": "the same",
    "fragment import_blocked_by_row": "the same",
    "fragment import_lost": "the same",
    "fragment import_lost_nothing": "the same",
    "fragment import_preview_rows": "the same",
    "fragment import_preview_cell": "the same",
    "fragment import_preview_id": "the same",
    "fragment import_vanishing": "the same",
    "statement import_missing": "a complete export is compared with all that is stored of its source",
    "statement import_vanished": "the same",
    "statement import_put_in": "an import is taken back once, by a person's word; all that it changed is looked at",
    "statement import_put_back": "the same",
    "statement import_put_back_touches": "the same",
    "statement import_put_back_policy": "the same",
    "statement import_managers_back": "the same",
    "statement import_removed": "the same",
    "statement import_removed_recruiters": "the same",
    "statement import_to_revert": "the same",
    "statement import_taken_back": "the same",
    "statement import_kept_rows": "the same",
    "statement import_reverted": "the same",
    "statement import_preview": "a person looks at all that an import would change, which is rolled back",
    "fragment report_period_of_dates": "it narrows what a report returns, as report_period does",
    "fragment rule_alone": "the server only describes it",
    "statement example_agency": "one row, which is rolled back",
    "statement example_follow_ups": "it reads the few rows of an example, which is rolled back",
    "fragment word_as_view": "it defines views",
    "fragment words_dropped": "it takes views away",
    "statement import_stage": "COPY FROM, which has no plan",
    "statement rule_reads_unqueued": "the server's catalogue, for `check`",
    "statement view_reads_clock": "the server's catalogue, for `check`",
    "statement backup_access": "the server's catalogue, for a backup",
    "statement backup_rights": "the same",
    "statement backup_roles": "the same",
    "statement backup_rows": "it counts all rows there are, once a backup",
    "statement backup_snapshot": "it reads no table",
    "statement restore_found": "the server's catalogue, for a restore",
    "statement restore_role": "the same",
    "statement schema_exists": "the migrator's",
    "statement schema_record": "the migrator's",
    "statement schema_record_repeatable": "the migrator's",
    "statement schema_repeatables": "the migrator's",
    "statement schema_versions": "the migrator's",
    "statement schema_limits": "the migrator's",
    "statement schema_planned_with": "the migrator's",
    "statement schema_sizes": "the migrator's: the server's catalogue",
    "statement schema_turn": "the migrator's",
  ]

  static func files() throws -> [String] {
    let catalog = Catalog(home: try TestAgency.home())
    let parts = try catalog.rules.map(\.file) + catalog.guardrails.map(\.file)
    let whole = try catalog.statements + catalog.reports.map(\.file) + catalog.checks.map(\.file)
    return (parts + whole).filter { $0.kind != "script" }.map { "\($0.kind) \($0.name)" }
  }

  static func measured() throws -> [Workload] { try Workload.all().filter { $0.whole == nil } }

  @Test("No sequential scan of a big table", arguments: try files())
  func scans(_ file: String) throws {
    let comparison = try #require(PlanComparison.current)
    let runs = try Self.measured().flatMap { workload in
      try #require(comparison.outcomes[workload.name]).seen.filter { $0.isOf(file) }.map {
        (workload: workload.name, seen: $0)
      }
    }
    if let reason = Self.notRun[file] {
      #expect(runs.isEmpty, "\(file) is run after all, though \(reason)")
      return
    }
    #expect(!runs.isEmpty, "nothing runs \(file): add a workload that does")
    guard Self.readsAll[file] == nil else { return }
    for run in runs {
      let big = run.seen.scanned.intersection(comparison.bigTables).sorted()
      #expect(big.isEmpty, "\(run.workload): \(file) reads \(big.joined(separator: ", ")) from end to end")
    }
  }

  @Test("As much is read after ten times the history", arguments: try measured())
  func effort(_ workload: Workload) throws {
    let comparison = try #require(PlanComparison.current)
    let outcome = try #require(comparison.outcomes[workload.name])
    let small = try outcome.small.get()
    let large = try outcome.large.get()
    let isAllowed = comparison.allows(large, instead: small)
    #expect(isAllowed, "\(comparison.words(large)) instead of \(comparison.words(small))")
  }

  @Test("Nothing is written that need not be", arguments: try Workload.all().filter { $0.writes != nil })
  func written(_ workload: Workload) throws {
    let outcome = try #require(PlanComparison.current?.outcomes[workload.name])
    let may = try #require(workload.writes)
    for effort in try [outcome.small.get(), outcome.large.get()] {
      #expect(effort.written.subtracting(may).isEmpty, "\(effort.written)")
    }
  }

  @Test("Everything else is done as well", arguments: try Workload.all().filter { $0.whole != nil })
  func done(_ workload: Workload) throws {
    let outcome = try #require(PlanComparison.current?.outcomes[workload.name])
    _ = try (outcome.small.get(), outcome.large.get())
  }

  @Test("The first plan of an agency beside others looks nothing up that is another candidate's")
  func firstPlans() throws {
    let (read, planned) = try #require(PlanComparison.current).firstPlans
    #expect(planned > 0)
    #expect(read < planned, "\(read) follow-ups read for \(planned)")
  }

  @Test("A missing index shows", arguments: PlanComparison.droppedIndexes)
  func missingIndex(_ dropped: PlanComparison.Dropped) throws {
    let comparison = try #require(PlanComparison.current)
    let small = try #require(comparison.outcomes[dropped.workload]).small.get()
    let large = try #require(comparison.withoutIndex[dropped.index]).get()
    let isAllowed = comparison.allows(large, instead: small)
    #expect(!isAllowed, "\(comparison.words(large)) instead of \(comparison.words(small))")
  }

  @Test("A sequential scan is seen, in a statement and in a trigger that it fires")
  func scanIsSeen() throws {
    let comparison = try #require(PlanComparison.current)
    let seen = try comparison.scans.get()
    let check = try #require(seen.first { $0.files.first == "check follow_up_due_before_it_opens" })
    let touch = try #require(seen.first { $0.files.first == "statement touch_record" })
    #expect(check.scanned == ["follow_up"])
    #expect(touch.scanned.contains("reference_contact"))
    #expect(comparison.bigTables.isSuperset(of: ["follow_up", "touch", "interview", "reference_contact"]))
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
