import ArgumentParser
import Catalog
import FollowUp
import Foundation
import Logging

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a job of jobs/: locked, logged, resumable.",
    discussion: """
      One run per job, agency and business date. What was finished is not done again: after a crash or an interruption the
      same command goes on from there.
      """
  )

  @Argument(help: "The job, jobs/NAME.yaml.")
  var job: String

  @Option(help: ArgumentHelp("Where worklists and reports go; default: output.folder.", valueName: "folder"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let job = try Job.read(job, home: bootstrap.home)
    let outgoing = try bootstrap.mail()
    let session = try await bootstrap.session()
    let work = JobWork(folder: out ?? bootstrap.outputFolder, outgoing: outgoing)
    let outcome = try await work.run(job, session)
    await session.close()
    if outcome.wasDone {
      say("Run \(outcome.run) of \(job.name) for \(outcome.businessDate) was done before; nothing was done again.")
      return
    }
    say(
      "Run \(outcome.run) of \(job.name) for \(outcome.businessDate): files in \(work.folder(for: outcome.businessDate))"
    )
    if !outcome.failures.isEmpty { throw ExitStatus.Partial() }
  }
}
