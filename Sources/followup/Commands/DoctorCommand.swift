import ArgumentParser
import Catalog
import Citus
import FollowUpEngine
import Foundation
import Mail
import Postgres

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Configuration, database, rights, mail, folders, clock, last runs: one line each, and what to do."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    var visit = Diagnostics()
    let bootstrap = try await Bootstrap(options)
    visit.fine("configuration", "sql/ and jobs/ in \(bootstrap.home.folder)")
    let files = try FileCheck(bootstrap.catalog)
    let catalog = files.sound
    for finding in files.faults {
      visit.trouble("catalogue", "\(finding.file): \(finding.fault ?? "")", finding.remedy)
    }
    let (rules, guardrails) = (try catalog.rules.count, try catalog.guardrails.count)
    let (reports, checks) = (try catalog.reports.count, try catalog.checks.count)
    visit.fine("catalogue", "\(rules) rules, \(guardrails) guardrails, \(reports) reports, \(checks) checks")
    try visit.tell()
    await database(&visit, bootstrap, catalog)
    try visit.tell()
    await replica(&visit, bootstrap, catalog)
    try visit.tell()
    await mail(&visit, bootstrap)
    SecurityDiagnostics(bootstrap: bootstrap).watcher(&visit)
    let folders = FileDiagnostics(bootstrap: bootstrap)
    folders.folders(&visit)
    try folders.space(&visit)
    folders.secrets(&visit)
    try visit.tell()
    if visit.troubles > 0 { throw ExitStatus.Failed() }
  }

  private func database(_ visit: inout Diagnostics, _ bootstrap: Bootstrap, _ catalog: Catalog) async {
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
      try await rights(&visit, connection, catalog, isPrivate: bootstrap.usesPrivateServer)
      try await SecurityDiagnostics(bootstrap: bootstrap).login(&visit, connection, catalog)
      let agencies = try await Agencies(connection: connection, catalog: catalog).list()
      if agencies.contains(where: { $0.relay != nil }) { try await distribution(&visit, connection, catalog) }
      if agencies.isEmpty {
        visit.trouble("agency", "this database has no agency yet", "followup agency add NAME --time-zone ZONE")
      }
      let jobs = try sound(jobsOf: catalog)
      for agency in agencies {
        let session = AgencySession(
          connection: connection,
          catalog: catalog,
          agency: agency,
          asOf: try options.moment(),
          logger: bootstrap.logger
        )
        try await AgencyDiagnostics(session.at(try await options.moment(for: session)), jobs: jobs).look(&visit)
        await inbox(&visit, bootstrap, session)
        if agency == agencies.first { try await described(&visit, session) }
      }
      await connection.close()
    } catch {
      let failure = (error as? PostgresError).flatMap { $0.isConnectionFailure ? $0 : nil }
      visit.trouble("database", "\(error)", failure?.connectionRemedy)
    }
  }

  /// Whether the server takes every file of the catalogue; the same for every agency.
  private func described(_ visit: inout Diagnostics, _ session: AgencySession) async throws {
    let findings = try await CatalogCheck(session).describe()
    let faults = findings.filter { $0.fault != nil }
    for finding in faults.prefix(5) {
      let fault = finding.fault ?? ""
      // What the server says of a file names it already, with the line.
      visit.trouble("catalogue", fault.hasPrefix(finding.file) ? fault : "\(finding.file): \(fault)", finding.remedy)
    }
    if faults.count > 5 {
      visit.trouble("catalogue", "\(faults.count - 5) more files are wrong", "followup check names them all")
    }
    if faults.isEmpty { visit.fine("catalogue", "the server describes all \(findings.count) files") }
  }

  /// The jobs that can be read; what is wrong with the others was said.
  private func sound(jobsOf catalog: Catalog) throws -> [Job] {
    try Job.names(home: catalog.home).compactMap { name in
      do {
        return try Job.read(name, catalog: catalog)
      } catch is CatalogError {
        return nil
      }
    }
  }

  /// Whether row-level security holds the program to the agency it works for.
  private func rights(
    _ visit: inout Diagnostics,
    _ connection: Connection,
    _ catalog: Catalog,
    isPrivate: Bool
  ) async throws {
    guard let row = try await connection.query(Statements(catalog).doctorRole()).first else { return }
    let role = row.role
    let remedy = "set database.role: followup_batch in followup.yaml"
    if isPrivate {
      visit.fine("rights", "only this user has access to the private PostgreSQL")
    } else if row.isSuperuser {
      visit.trouble("rights", "\(role) is a superuser: nothing limits it to the agency it works for", remedy)
    } else if row.bypasses {
      visit.trouble("rights", "\(role) has BYPASSRLS: nothing limits it to the agency it works for", remedy)
    } else {
      visit.fine("rights", "\(role) sees one agency at a time")
    }
    if let others = row.others {
      visit.trouble(
        "rights",
        "row-level security does not apply to \(others)",
        "remove BYPASSRLS from it, unless it is used for backups"
      )
    }
    if let unforced = row.unforced {
      visit.trouble(
        "rights",
        "row-level security does not apply to the owner of \(unforced)",
        "let its owner run ALTER TABLE NAME FORCE ROW LEVEL SECURITY"
      )
    }
  }

  private func distribution(_ visit: inout Diagnostics, _ connection: Connection, _ catalog: Catalog) async throws {
    guard let found = try await Distribution(catalog).shards(connection) else { return }
    let words = "Citus: \(found.shards) shards for each table on \(found.nodes) node\(found.nodes == 1 ? "" : "s")"
    if found.outOfStep == 0 {
      visit.fine("distribution", words)
    } else {
      visit.trouble(
        "distribution",
        "\(words); \(found.outOfStep) more inactive or without metadata",
        "see SELECT * FROM pg_dist_node, then citus_activate_node"
      )
    }
  }

  private func replica(_ visit: inout Diagnostics, _ bootstrap: Bootstrap, _ catalog: Catalog) async {
    guard let settings = bootstrap.replicaSettings() else { return }
    do {
      let connection = try await Connection.open(settings)
      let lag = try await ReplicaLag.read(connection, catalog)
      let schema = try await Migrator(connection: connection, catalog: catalog).check()
      await connection.close()
      if let trouble = lag.trouble {
        visit.trouble("reports", trouble, "check that it can reach the primary; --primary reads the primary")
      } else if !schema.isUpToDate {
        visit.trouble(
          "reports",
          "the replica's schema is behind",
          "wait for it, or run followup migrate on the primary"
        )
      } else if !lag.isStandby {
        visit.fine("reports", "are read from database.reports_url, which is not a standby")
      } else {
        let behind = lag.isUpToDate ? 0 : lag.secondsBehind ?? 0
        visit.fine("reports", "are read from a replica, \(behind) s behind")
      }
    } catch {
      visit.trouble(
        "reports",
        "the replica does not answer: \(error)",
        "check that it runs and that database.reports_url names it; --primary reads the primary"
      )
    }
  }

  private func inbox(_ visit: inout Diagnostics, _ bootstrap: Bootstrap, _ session: AgencySession) async {
    let incoming = bootstrap.incoming()
    guard incoming.isConfigured else {
      if bootstrap.settings["mail.answers"] != nil {
        visit.trouble("inbox", "nobody reads what comes to mail.answers", "set inbox.url or inbox.maildir")
      }
      return
    }
    do {
      let reader = try incoming.reader(session.agency)
      if let server = (reader as? IMAPReader)?.settings.server {
        SecurityDiagnostics(bootstrap: bootstrap).inbox(&visit, server)
      }
      let unread = try await Inbox(session).unread(reader)
      visit.fine("inbox", "\(reader.name) answers; \(unread) new mails")
      if bootstrap.settings["mail.answers"] == nil {
        visit.trouble(
          "inbox",
          "no mail or page carries answers",
          "set mail.answers to the address whose mail arrives there"
        )
      }
    } catch {
      visit.trouble("inbox", "\(error)", "see inbox.url, inbox.user and inbox.tls in followup.yaml")
    }
  }

  private func mail(_ visit: inout Diagnostics, _ bootstrap: Bootstrap) async {
    do {
      let outgoing = try bootstrap.mail()
      switch outgoing.kind {
      case .maildir(let folder): visit.fine("mail", "written into \(folder)")
      case .smtp(let settings):
        SecurityDiagnostics(bootstrap: bootstrap).mail(&visit, settings.server)
        visit.fine("mail", try await checkSMTP(settings))
      }
    } catch {
      visit.trouble("mail", "\(error)", "see mail.url, mail.user and mail.tls in followup.yaml")
    }
  }
}
