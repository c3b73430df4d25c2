import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Logging
import Postgres

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Checks the catalogue against the database: the server describes every file; invariants must return no row.",
    discussion: """
      Rules, guardrails, reports, checks, statements, jobs, import mappings and messages: everything that is wrong is named, each file with what \
      to do, in one run.

      With --examples it runs the examples of rules instead, sql/rules/NAME.examples.yaml: each is told to an agency of its own in a \
      transaction that is rolled back. Nothing stays of it, and no agency is needed.
      """
  )

  @Flag(help: "Runs the examples of the rules, and nothing else.")
  var examples = false

  @Option(
    help: ArgumentHelp("With --examples: those in this folder, beside rules that are tried out.", valueName: "dir")
  )
  var rules: String?

  @Argument(help: ArgumentHelp("With --examples: only those of these rules.", valueName: "rule"))
  var names: [String] = []

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard examples || (names.isEmpty && rules == nil) else {
      throw ValidationError("the names of rules, and --rules, go with --examples")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    if examples { return try await runExamples(bootstrap) }
    // Said before the database is asked, which may not answer.
    let files = try FileCheck(bootstrap.catalog)
    name(files.findings)
    let session = try await bootstrap.session()
    let described = try await CatalogCheck(session.with(files.sound)).run()
    await session.close()
    name(described)
    let findings = files.findings + described
    for (own, builtIn) in try bootstrap.home.replaced() { try say("\(own) is used instead of \(builtIn).") }
    let faults = findings.filter { $0.fault != nil }.count
    try say("\(findings.count) files checked, \(faults) with errors.")
    if faults > 0 { throw ExitStatus.Failed() }
  }

  private func runExamples(_ bootstrap: Bootstrap) async throws {
    let files = try FileCheck(bootstrap.catalog)
    var catalog = files.sound
    var wanted = names
    if let rules {
      let changed: [String]
      (catalog, changed) = try catalog.withRules(in: rules)
      if wanted.isEmpty { wanted = changed }
    }
    // Examples that cannot be read are named by whoever runs them; those of no rule, and rules that cannot be read, by nobody else.
    let runnable = try wanted.isEmpty ? catalog.rules : wanted.map { try catalog.rule($0) }
    let own = Set(runnable.map { $0.file.path.dropLast(".sql".count) + ".examples.yaml" })
    let unread = wanted.isEmpty ? files.faults.filter { $0.file.contains("/rules/") } : []
    let others = unread.filter { finding in !own.contains { finding.file.hasPrefix($0) } }
    name(others)

    let connection = try await bootstrap.connectUpToDate()
    let outcome = try await ExampleCheck(connection: connection, catalog: catalog).run(runnable)
    await connection.close()
    name(outcome.findings)
    for rule in outcome.without { bootstrap.logger.notice("\(rule) has no examples") }
    let examples = "\(outcome.examples) \(outcome.examples == 1 ? "example" : "examples")"
    let rules = "\(outcome.rules) \(outcome.rules == 1 ? "rule" : "rules")"
    try say("\(examples) of \(rules) run, \(outcome.failed) failed.")
    if !(others + outcome.findings).isEmpty { throw ExitStatus.Failed() }
  }

  private func name(_ findings: [CatalogCheck.Finding]) {
    for finding in findings {
      guard let fault = finding.fault else { continue }
      mention("\(finding.file): \(fault)\(finding.remedy.map { "; \($0)" } ?? "")")
    }
  }
}
