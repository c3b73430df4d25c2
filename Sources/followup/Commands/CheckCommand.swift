import ArgumentParser
import Catalog
import FollowUp
import Foundation

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "The catalogue against the database: every file is described by the server; invariants return no row."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    try bootstrap.catalog.readAll()
    let session = try await bootstrap.session()
    let findings = try await CatalogCheck(session).run()
    for job in try Job.names(home: bootstrap.home) { _ = try Job.read(job, catalog: bootstrap.catalog) }
    await session.close()
    let faults = findings.filter { $0.fault != nil }
    for finding in faults {
      let remedy = finding.remedy.map { "; \($0)" } ?? ""
      mention("\(finding.file): \(finding.fault ?? "")\(remedy)")
    }
    try say("\(findings.count) files checked, \(faults.count) at fault.")
    if !faults.isEmpty { throw ExitStatus.Failed() }
  }
}
