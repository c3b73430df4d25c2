import ArgumentParser
import FollowUpEngine
import Foundation
import Postgres
import Tabular

struct MetricsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Numbers of every agency for Prometheus: jobs, plan, follow-ups, mails.",
    discussion: """
      In the text format that node_exporter's textfile collector reads. With metrics.file set, each run of a job writes the same file when it \
      has ended; from a timer, this command keeps it fresh between runs.

      followup metrics --output /var/lib/prometheus/node-exporter/followup.prom
      """
  )

  @Option(help: ArgumentHelp("Write to this file, completely or not at all, for all to read.", valueName: "file"))
  var output: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if options.agency != nil { throw ValidationError("metrics tells of every agency; leave --agency out") }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let target = output.flatMap { $0 == "-" ? nil : Output.file($0) } ?? .standardOutput
    try await bootstrap.writeMetrics(to: target)
  }
}

extension Bootstrap {
  /// Writes the numbers of every agency.
  ///
  /// - Throws: kind `partial` where the schema is behind, once that has been written.
  func writeMetrics(to output: Output) async throws {
    let connection = try await connect()
    if usesPrivateServer { try await bringUpToDate(connection) }
    let metrics = try await Metrics(connection: connection, catalog: catalog).read { session in
      try await options.moment(for: session)
    }
    await connection.close()
    try writeText(metrics.text.text, to: output, options: SinkOptions(mode: 0o644))
    if let schema = metrics.behind {
      throw FollowUpError(
        .partial,
        "only the schema's version is told: it is older than this program (version \(schema.from) of \(schema.to))",
        remedy: "run followup migrate"
      )
    }
  }
}
