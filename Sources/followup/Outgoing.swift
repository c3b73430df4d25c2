import Catalog
import FollowUpEngine
import Foundation
import Mail

/// Where mails go and whom they come from, by configuration.
struct Outgoing: Sendable {
  /// How mails are carried.
  enum Channel: Sendable {
    case smtp(SMTPSettings)
    case maildir(String)
  }

  let kind: Channel
  let from: Mailbox
  let replyTo: Mailbox?
  /// Over how many connections to the mail server messages leave at once, at most.
  private(set) var connections = 1

  /// Over how many, where the configuration does not say.
  static let usualConnections = 4

  /// What the engine is told of it.
  var settings: NudgeSettings { NudgeSettings(from: from, replyTo: replyTo, connections: connections) }

  /// The same for each of several agencies that send side by side: together they have as many connections as one alone, or one each.
  func shared(by agencies: Int) -> Outgoing {
    var share = self
    share.connections = max(1, connections / max(1, agencies))
    return share
  }

  /// What a job's nudge step is told of it.
  var mailing: JobSteps.Mailing { JobSteps.Mailing(settings: settings) { channel } }

  /// The channel, not yet connected.
  var channel: any MailChannel {
    switch kind {
    case .smtp(let settings): SMTPChannel(settings)
    case .maildir(let folder): MaildirChannel(folder: folder)
    }
  }

  /// Reads the mail.* keys; a maildir given here wins over them.
  static func read(_ settings: Settings, environment: [String: String], maildir: String?) throws -> Outgoing {
    let from = try mailbox(settings["mail.from"] ?? "Follow-up <followup@localhost.localdomain>", key: "mail.from")
    let replyTo = try settings["mail.reply_to"].map { try mailbox($0, key: "mail.reply_to") }
    if let folder = maildir ?? settings["mail.maildir"] {
      return Outgoing(kind: .maildir(folder), from: from, replyTo: replyTo)
    }
    guard let url = settings["mail.url"] else {
      throw FollowUpError(
        .configuration,
        "no mail server is configured",
        remedy: "set mail.url (smtp://host:587) or, to write mails into a folder, mail.maildir, in followup.yaml"
      )
    }
    guard settings["mail.from"] != nil else {
      throw FollowUpError(.configuration, "mail.from is missing", remedy: "set the sender of nudges in followup.yaml")
    }
    let smtp = try SMTPSettings(
      url: url,
      user: settings["mail.user"],
      password: try settings.password("mail", environment),
      tls: try settings.tls("mail"),
      caFile: settings["mail.ca_file"]
    )
    let connections = try settings.number("mail.connections", in: 1...64) ?? usualConnections
    return Outgoing(kind: .smtp(smtp), from: from, replyTo: replyTo, connections: connections)
  }

  static func mailbox(_ text: String, key: String) throws -> Mailbox {
    do {
      guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
        return try Mailbox(name: nil, address: text)
      }
      let name = text[..<open].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
      return try Mailbox(
        name: name.isEmpty ? nil : name,
        address: String(text[text.index(after: open)...].dropLast())
      )
    } catch {
      throw FollowUpError(
        .configuration,
        "\(key) \"\(text)\" is not an address: \(error)",
        remedy: "write Name <user@host>"
      )
    }
  }
}

extension Settings {
  /// The password that the environment or a file gives for a server; nil: none is given.
  func password(_ part: String, _ environment: [String: String]) throws -> String? {
    if let given = environment["FOLLOWUP_\(part.uppercased())_PASSWORD"], !given.isEmpty { return given }
    guard let file = self["\(part).password_file"] else { return nil }
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw FollowUpError(
        .configuration,
        "the file that \(part).password_file names cannot be read",
        remedy: "give the path of a file that exists and that this user may read, not the password itself"
      )
    }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// How much encryption a server is asked for; nil: by default.
  func tls(_ part: String) throws -> MailTLS? {
    guard let word = self["\(part).tls"] else { return nil }
    guard let known = MailTLS(rawValue: word) else {
      throw FollowUpError(
        .configuration,
        "\(part).tls cannot be \(word)",
        remedy: "use one of: \(MailTLS.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    return known
  }
}
