import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "The catalogue against the database: every file is described by the server; invariants return no row.",
    discussion: """
      Rules, guardrails, reports, checks, statements, jobs, import mappings and messages: whatever is wrong is named, each file with what \
      to do, in one run.
      """
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    // Said before the database is asked, which may not answer.
    let files = try FileCheck(bootstrap.catalog)
    name(files.findings)
    let session = try await bootstrap.session()
    let described = try await CatalogCheck(session.with(files.sound)).run()
    await session.close()
    name(described)
    let findings = files.findings + described
    let faults = findings.filter { $0.fault != nil }.count
    try say("\(findings.count) files checked, \(faults) at fault.")
    if faults > 0 { throw ExitStatus.Failed() }
  }

  private func name(_ findings: [CatalogCheck.Finding]) {
    for finding in findings {
      guard let fault = finding.fault else { continue }
      mention("\(finding.file): \(fault)\(finding.remedy.map { "; \($0)" } ?? "")")
    }
  }
}
