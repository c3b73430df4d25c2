import ArgumentParser
import Catalog
import FollowUp
import Foundation
import Mail
import Postgres

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Configuration, database, mail, folders, clock, last runs: one line each, and what to do."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    var visit = Visit()
    let bootstrap = try await Bootstrap(options)
    visit.fine("configuration", "sql/ and jobs/ in \(bootstrap.home.folder)")
    let catalog = bootstrap.catalog
    try catalog.readAll()
    let (rules, guardrails) = (try catalog.rules.count, try catalog.guardrails.count)
    let (reports, checks) = (try catalog.reports.count, try catalog.checks.count)
    visit.fine("catalogue", "\(rules) rules, \(guardrails) guardrails, \(reports) reports, \(checks) checks")
    await database(&visit, bootstrap, catalog)
    await replica(&visit, bootstrap, catalog)
    await mail(&visit, bootstrap)
    folders(&visit, bootstrap)
    secrets(&visit, bootstrap)
    try say(visit.lines.joined(separator: "\n"))
    if visit.troubles > 0 { throw ExitStatus.Failed() }
  }

  private func database(_ visit: inout Visit, _ bootstrap: Bootstrap, _ catalog: Catalog) async {
    do {
      let connection = try await bootstrap.connect()
      let place = bootstrap.usesPrivateServer ? "the private PostgreSQL" : "the configured database"
      visit.fine("database", "\(place) answers, version \(await connection.serverVersion)")
      let schema = try await Migrator(connection: connection, catalog: catalog).check()
      if schema.isUpToDate {
        visit.fine("schema", "version \(schema.to)")
      } else {
        visit.trouble("schema", "version \(schema.from) of \(schema.to)", "run followup migrate")
        return
      }
      let agencies = try await Agencies(connection: connection, catalog: catalog).list()
      if agencies.contains(where: { $0.relay != nil }) { try await distribution(&visit, connection, catalog) }
      if agencies.isEmpty { visit.trouble("agency", "there is none yet", "followup agency add NAME --time-zone ZONE") }
      for agency in agencies {
        let session = AgencySession(
          connection: connection,
          catalog: catalog,
          agency: agency,
          asOf: try options.moment(),
          logger: bootstrap.logger
        )
        try await state(&visit, session.at(try await options.moment(for: session)))
      }
      await connection.close()
    } catch {
      visit.trouble("database", "\(error)", "see that it runs and that database.url or PGHOST names it")
    }
  }

  private func distribution(_ visit: inout Visit, _ connection: Connection, _ catalog: Catalog) async throws {
    let rows = try await connection.query(Statement(try catalog.distribution("shards").bind([:])))
    guard let row = rows.first else { return }
    let (nodes, shards) = (try row.get("nodes", as: Int.self), try row.get("shards", as: Int.self))
    let outOfStep = try row.get("out_of_step", as: Int.self)
    let words = "Citus: \(shards) shards a table on \(nodes) node\(nodes == 1 ? "" : "s")"
    if outOfStep == 0 {
      visit.fine("distribution", words)
    } else {
      visit.trouble(
        "distribution",
        "\(words); \(outOfStep) more inactive or without metadata",
        "see SELECT * FROM pg_dist_node, then citus_activate_node"
      )
    }
  }

  private func replica(_ visit: inout Visit, _ bootstrap: Bootstrap, _ catalog: Catalog) async {
    guard let settings = bootstrap.replicaSettings() else { return }
    do {
      let connection = try await Connection.open(settings)
      let lag = try await ReplicaLag.read(connection, catalog)
      let schema = try await Migrator(connection: connection, catalog: catalog).check()
      await connection.close()
      if let trouble = lag.trouble {
        visit.trouble("reports", trouble, "see that the primary can be reached from it; --primary reads the primary")
      } else if !schema.isUpToDate {
        visit.trouble(
          "reports",
          "the replica's schema is behind",
          "wait for it, or run followup migrate on the primary"
        )
      } else if !lag.isStandby {
        visit.fine("reports", "are read from database.reports_url, which is no standby")
      } else {
        let behind = lag.isUpToDate ? 0 : lag.secondsBehind ?? 0
        visit.fine("reports", "are read from a replica, \(behind) s behind")
      }
    } catch {
      visit.trouble(
        "reports",
        "the replica does not answer: \(error)",
        "see that it runs and that database.reports_url names it; --primary reads the primary"
      )
    }
  }

  private func state(_ visit: inout Visit, _ session: AgencySession) async throws {
    let statement = try session.statement("doctor")
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else { return }
    let name = session.agency.name
    let clock = try row.get("server_clock", as: Date.self)
    let drift = abs(clock.timeIntervalSinceNow)
    if drift < 5 {
      visit.fine("clock", "this machine and the server agree")
    } else {
      visit.trouble("clock", "this machine and the server differ by \(Int(drift)) s", "set both by NTP")
    }
    let waiting = try row.get("waiting", as: Int.self)
    visit.fine(name, "counts days in \(session.agency.timeZone); \(waiting) candidates wait to be planned")
    for trouble in try await Outbox(session).troubles() { visit.trouble(name, trouble) }
    for untold in try await Outbox(session).untold() {
      visit.trouble(name, untold, "followup nudge --dry-run lists what is owed")
    }
    let lastRun = try row.getOptional("last_run", as: String.self) ?? "no job has run yet"
    if ["failed", "interrupted", "partial"].contains(try row.getOptional("last_state", as: String.self)) {
      visit.trouble(name, lastRun, "followup runs shows why; the same command goes on from there")
    } else {
      visit.fine(name, lastRun)
    }
  }

  private func mail(_ visit: inout Visit, _ bootstrap: Bootstrap) async {
    do {
      let outgoing = try bootstrap.mail()
      switch outgoing.kind {
      case .maildir(let folder): visit.fine("mail", "written into \(folder)")
      case .smtp(let settings): visit.fine("mail", try await checkSMTP(settings))
      }
    } catch {
      visit.trouble("mail", "\(error)", "see mail.url, mail.user and mail.tls in followup.yaml")
    }
  }

  /// Tries what the night will do: a file is written there and taken away again.
  private func folders(_ visit: inout Visit, _ bootstrap: Bootstrap) {
    var folders = [("output", bootstrap.outputFolder, "set output.folder in followup.yaml")]
    if let maildir = bootstrap.settings["mail.maildir"] {
      folders.append(("maildir", maildir, "set mail.maildir in followup.yaml"))
    }
    for (name, folder, remedy) in folders {
      let nearest = existing(folder)
      do {
        let trial = nearest + "/.followup-doctor-\(UUID().uuidString)"
        try Data("followup doctor\n".utf8).write(to: URL(fileURLWithPath: trial), options: .withoutOverwriting)
        try FileManager.default.removeItem(atPath: trial)
        visit.fine(name, "goes to \(folder)")
      } catch {
        visit.trouble(name, "\(nearest) cannot be written to: \(error.localizedDescription)", remedy)
      }
    }
  }

  /// Files that hold a secret and that others than their owner may read.
  private func secrets(_ visit: inout Visit, _ bootstrap: Bootstrap) {
    var files = [bootstrap.settings["mail.password_file"]].compactMap(\.self)
    let configuration = options.config ?? bootstrap.environment["FOLLOWUP_CONFIG"] ?? "followup.yaml"
    let urls = ["database.url", "database.reports_url"].compactMap { bootstrap.settings[$0] }
    // A password within a URL or connection string makes the file that holds it a secret.
    if urls.contains(where: { $0.firstMatch(of: /:\/\/[^\/@]*:[^\/@]*@|password\s*=/) != nil }) {
      files.append(configuration)
    }
    for file in files where FileManager.default.fileExists(atPath: file) {
      do {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int ?? 0
        if mode & 0o077 == 0 {
          visit.fine("secrets", "\(file) is its owner's alone")
        } else {
          visit.trouble("secrets", "\(file) can be read by others", "chmod 600 \(file)")
        }
      } catch {
        visit.trouble("secrets", "\(file) cannot be looked at: \(error.localizedDescription)", "see who owns it")
      }
    }
  }

  private func existing(_ folder: String) -> String {
    var url = URL(fileURLWithPath: folder)
    while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url = url.deletingLastPathComponent() }
    return url.path
  }
}

/// The lines a doctor writes.
private struct Visit {
  var lines: [String] = []
  var troubles = 0

  mutating func fine(_ what: String, _ words: String) {
    lines.append("ok       \(what): \(words)")
  }

  /// Without a remedy the words say themselves what to do.
  mutating func trouble(_ what: String, _ words: String, _ remedy: String? = nil) {
    lines.append("TROUBLE  \(what): \(words)\(remedy.map { "; \($0)" } ?? "")")
    troubles += 1
  }
}
