import Catalog
import Configuration
import FollowUpEngine
import Foundation

/// followup.yaml, each key overridable as FOLLOWUP_…; secrets come from the environment or from files only.
struct Settings: Sendable {
  /// Every key there is, with what it decides.
  static let keys: [(key: String, summary: String)] = [
    ("database.url", "libpq URL or connection string; without it and without PG* the private PostgreSQL is used"),
    ("database.role", "role to use after connecting, such as followup_batch"),
    ("database.reports_url", "a replica of the same database, for commands that only read"),
    ("database.reports_role", "role to use there, such as followup_reader; default: database.role"),
    ("reports.time_limit_seconds", "after how many seconds a report is stopped; default: 900"),
    ("agency", "the agency, where there are several"),
    ("output.folder", "where nightly jobs write worklists and reports; default: followup-output"),
    ("catalog.folders", "folders of your own with rules, guardrails, reports, checks, jobs, imports, messages in them"),
    ("messages.folder", "your own messages and drafts: NAME.mustache, or AGENCY/NAME.mustache for one agency"),
    ("mail.url", "smtp://host:port or smtps://host:port"),
    ("mail.user", "user at the mail server"),
    ("mail.password_file", "file that holds the password; or FOLLOWUP_MAIL_PASSWORD"),
    ("mail.auth", "auto, plain, login or xoauth2, whose password is an access token; default: auto"),
    ("mail.tls", "required, opportunistic or none; default: required unless on this machine"),
    ("mail.ca_file", "certificates to trust instead of the system's"),
    ("mail.connections", "over how many connections to that server mails leave at once, at most; default: 4"),
    ("mail.limit_per_run", "how many mails a run sends at most; the next one goes on; default: all"),
    ("mail.limit_per_domain_per_minute", "how many mails a run sends to one domain in a minute, at most; default: all"),
    ("mail.maildir", "write mails into this maildir instead of sending them"),
    ("mail.from", "sender, such as Follow-up <followup@agency.example>"),
    ("mail.reply_to", "where replies go"),
    ("mail.envelope_from", "where mails come back that cannot be delivered; default: mail.answers, else mail.from"),
    ("mail.unsubscribe_url", "https URL for no more mail with one click, with {token} in it; needs mail.answers"),
    ("mail.answers", "where the buttons of lists and mails send their answers; followup inbox reads what comes there"),
    ("inbox.maildir", "the maildir in which mail for mail.answers arrives"),
    ("inbox.url", "or its folder at a server: imaps://host/FOLDER or imap://host/FOLDER"),
    ("inbox.user", "user at that server"),
    ("inbox.password_file", "file that holds the password; or FOLLOWUP_INBOX_PASSWORD"),
    ("inbox.auth", "auto, plain, login or xoauth2, whose password is an access token; default: auto"),
    ("inbox.tls", "required, opportunistic or none; default: required unless on this machine"),
    ("inbox.ca_file", "certificates to trust instead of the system's"),
    ("metrics.file", "written when a run of a job has ended, for node_exporter's textfile collector: NAME.prom"),
    ("metrics.ping_url", "called when a run of {job} begins (URL/start), succeeds (URL), fails (URL/fail); a secret"),
  ]

  /// Those that take several values: a list, or one text with commas.
  private static let listKeys: Set<String> = ["catalog.folders"]
  private static let databaseSchemes = ["postgresql", "postgres"]
  private static let mailSchemes = ["smtp", "smtps"]
  private static let inboxSchemes = ["imap", "imaps"]
  private static let pingSchemes = ["http", "https"]

  private let values: [String: String]

  /// Reads the file and the environment. An unknown key or a file that does not exist is refused.
  static func read(file: String?, environment: [String: String]) async throws -> Settings {
    try refuseUnknownVariables(environment)
    let path = Settings.file(file, environment: environment)
    var providers: [any ConfigProvider] = [
      EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "followup")
    ]
    if let path, FileManager.default.fileExists(atPath: path) {
      let text = try Settings.text(of: path)
      let yaml = try StrictYAML(text: text, file: path)
      guard !yaml.all.isEmpty else {
        throw CatalogError(file: path, "contains no key", remedy: "write one, such as agency: NAME, or remove the file")
      }
      try refuseUnknownKeys(in: yaml)
      let location = ConfigReader(
        provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)])
      )
      do {
        providers.append(try await FileProvider<YAMLSnapshot>(config: location))
      } catch {
        // What it says may quote a line, which may hold a secret.
        throw CatalogError(
          file: path,
          "cannot be read as settings",
          remedy: "write each as key: value, keys that belong together indented below their name"
        )
      }
    } else if let path {
      throw CatalogError(file: path, "does not exist", remedy: "name another with --config or FOLLOWUP_CONFIG")
    }
    let reader = ConfigReader(providers: providers)
    var values: [String: String] = [:]
    for (key, _) in keys {
      values[key] = reader.string(forKey: ConfigKey(key), isSecret: key.hasSuffix("url"))
      guard listKeys.contains(key), let list = reader.stringArray(forKey: ConfigKey(key)) else { continue }
      values[key] = list.joined(separator: ",")
    }
    for (key, value) in values {
      // In the file it was looked at with its line.
      guard let fault = schemeFault(key, value) else { continue }
      throw CatalogError(file: nil, "\(variable(key)) \(fault)")
    }
    return Settings(values: values)
  }

  /// The configuration file: the one that is named, whether it exists or not, else that of the working folder, else that of the system
  /// where the program is installed as its package does it. nil: there is none.
  static func file(_ named: String?, environment: [String: String]) -> String? {
    if let named = named ?? environment["FOLLOWUP_CONFIG"] { return named }
    let system = Bootstrap.programPath == "/usr/bin/followup" ? ["/etc/followup/followup.yaml"] : []
    return (["followup.yaml"] + system).first { FileManager.default.fileExists(atPath: $0) }
  }

  private static func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CatalogError(
        file: path,
        "cannot be read: \(error.localizedDescription)",
        remedy: "run the program as a user who may read it, or name another file with --config"
      )
    }
  }

  /// Variables that are not keys: where things lie, the password, and what the scripts and tests hand on.
  private static let otherVariables = [
    "FOLLOWUP_CONFIG", "FOLLOWUP_HOME", "FOLLOWUP_DATA", "FOLLOWUP_PG_BIN", "FOLLOWUP_MAIL_PASSWORD",
    "FOLLOWUP_INBOX_PASSWORD", "FOLLOWUP_BUILD",
  ]
  /// What the tests read.
  private static let testVariables = ["FOLLOWUP_TEST_", "FOLLOWUP_MODEL_", "FOLLOWUP_PLANS_", "FOLLOWUP_CITUS_"]

  private static func refuseUnknownVariables(_ environment: [String: String]) throws {
    let known = keys.map { variable($0.key) } + otherVariables
    for name in environment.keys.sorted() where name.hasPrefix("FOLLOWUP_") && !known.contains(name) {
      if testVariables.contains(where: { name.hasPrefix($0) }) { continue }
      throw CatalogError(
        file: nil,
        "the environment variable \(name) is not a setting of followup",
        remedy: "remove it; known settings: \(known.sorted().joined(separator: ", "))"
      )
    }
  }

  /// The environment variable that sets a key.
  private static func variable(_ key: String) -> String {
    "FOLLOWUP_" + key.uppercased().replacing(".", with: "_")
  }

  private static func refuseUnknownKeys(in yaml: StrictYAML) throws {
    for entry in yaml.all {
      if case .mapping(let inner, _) = entry.value {
        for item in inner { try refuse("\(entry.key).\(item.key)", item.value, file: yaml.file, line: item.line) }
      } else {
        try refuse(entry.key, entry.value, file: yaml.file, line: entry.line)
      }
    }
  }

  private static func refuse(_ key: String, _ value: StrictYAML.Value, file: String, line: Int) throws {
    if keys.contains(where: { $0.key == key }) {
      if listKeys.contains(key), case .list(let items, _) = value {
        for item in items { try refuse(key, item, file: file, line: item.line) }
        return
      }
      guard case .scalar(let text, _) = value else {
        throw CatalogError(file: file, line: line, "\(key) must be a single value", remedy: "write \(key) on one line")
      }
      if let fault = schemeFault(key, text) { throw CatalogError(file: file, line: line, "\(key) \(fault)") }
      return
    }
    if ["mail.password", "inbox.password"].contains(key) {
      throw CatalogError(
        file: file,
        line: line,
        "a password does not belong in this file",
        remedy: "use \(key)_file or \(variable(key))"
      )
    }
    throw CatalogError(
      file: file,
      line: line,
      "unknown key \(StrictYAML.shown(key))",
      remedy: "use one of: \(keys.map(\.key).joined(separator: ", "))"
    )
  }

  /// What is wrong with the beginning of a URL, without the URL; nil: nothing.
  private static func schemeFault(_ key: String, _ text: String) -> String? {
    let schemes = [
      "database.url": databaseSchemes, "database.reports_url": databaseSchemes, "mail.url": mailSchemes,
      "inbox.url": inboxSchemes, "metrics.ping_url": pingSchemes,
    ]
    guard let known = schemes[key], let end = text.firstRange(of: "://"),
      !known.contains(String(text[..<end.lowerBound]))
    else { return nil }
    return "does not begin with \(known.map { "\($0)://" }.joined(separator: " or "))"
  }

  /// The values of a key that takes several; empty: not set.
  func list(_ key: String) -> [String] {
    (self[key] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// The value of a key that is a whole number; nil: not set.
  ///
  /// - Throws: `FollowUpError` of kind configuration where it is not a whole number within the bounds.
  func number(_ key: String, in bounds: ClosedRange<Int>) throws -> Int? {
    guard let text = self[key] else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      throw FollowUpError(
        .configuration,
        "\(key) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \(text)",
        remedy: "correct it in followup.yaml or in \(Self.variable(key))"
      )
    }
    return number
  }

  /// The value of a key; nil: not set.
  subscript(_ key: String) -> String? {
    guard let value = values[key], !value.isEmpty else { return nil }
    return value
  }
}
