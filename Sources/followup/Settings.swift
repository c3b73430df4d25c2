import Catalog
import Configuration
import Foundation

/// followup.yaml, each key overridable as FOLLOWUP_…; secrets come from the environment or from files only.
struct Settings: Sendable {
  /// Every key there is, with what it decides.
  static let keys: [(key: String, summary: String)] = [
    ("database.url", "libpq URL or connection string; without it and without PG* the private PostgreSQL is used"),
    ("database.role", "role to take on after connecting, such as followup_batch"),
    ("database.reports_url", "a replica of the same database, which commands that only read are pointed at"),
    ("database.reports_role", "role to take on there, such as followup_reader; default: database.role"),
    ("agency", "the agency, where there are several"),
    ("output.folder", "where nightly jobs write worklists and reports; default: followup-output"),
    ("mail.url", "smtp://host:port or smtps://host:port"),
    ("mail.user", "user at the mail server"),
    ("mail.password_file", "file that holds the password; or FOLLOWUP_MAIL_PASSWORD"),
    ("mail.tls", "required, opportunistic or none; default: required unless on this machine"),
    ("mail.ca_file", "certificates to trust instead of the system's"),
    ("mail.maildir", "write mails into this maildir instead of sending them"),
    ("mail.from", "sender, such as Follow-up <followup@agency.example>"),
    ("mail.reply_to", "where answers go"),
  ]

  private let values: [String: String]

  /// Reads the file and the environment. An unknown key or a file that is not there is refused.
  static func read(file: String?, environment: [String: String]) async throws -> Settings {
    let named = file ?? environment["FOLLOWUP_CONFIG"]
    let path = named ?? "followup.yaml"
    var providers: [any ConfigProvider] = [
      EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "followup")
    ]
    if FileManager.default.fileExists(atPath: path) {
      let text = try Settings.text(of: path)
      try refuseUnknownKeys(in: try StrictYAML(text: text, file: path))
      let location = ConfigReader(
        provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)])
      )
      providers.append(try await FileProvider<YAMLSnapshot>(config: location))
    } else if named != nil {
      throw CatalogError(file: path, "is not there", remedy: "name another with --config or FOLLOWUP_CONFIG")
    }
    let reader = ConfigReader(providers: providers)
    var values: [String: String] = [:]
    for (key, _) in keys {
      values[key] = reader.string(forKey: ConfigKey(key), isSecret: key.hasSuffix("url"))
    }
    return Settings(values: values)
  }

  private static func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CatalogError(file: path, "cannot be read: \(error.localizedDescription)")
    }
  }

  private static func refuseUnknownKeys(in yaml: StrictYAML) throws {
    for entry in yaml.all {
      if case .mapping(let inner, _) = entry.value {
        for item in inner { try refuse("\(entry.key).\(item.key)", file: yaml.file, line: item.line) }
      } else {
        try refuse(entry.key, file: yaml.file, line: entry.line)
      }
    }
  }

  private static func refuse(_ key: String, file: String, line: Int) throws {
    if keys.contains(where: { $0.key == key }) { return }
    if key == "mail.password" {
      throw CatalogError(
        file: file,
        line: line,
        "a password does not belong in this file",
        remedy: "use mail.password_file or FOLLOWUP_MAIL_PASSWORD"
      )
    }
    throw CatalogError(
      file: file,
      line: line,
      "unknown key \(key)",
      remedy: "known are \(keys.map(\.key).joined(separator: ", "))"
    )
  }

  /// The value of a key; nil: not set.
  subscript(_ key: String) -> String? {
    guard let value = values[key], !value.isEmpty else { return nil }
    return value
  }
}
