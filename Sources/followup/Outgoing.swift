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
  /// Where mails come back that cannot be delivered; nil: as the engine does.
  private(set) var bouncesTo: Mailbox?
  /// Where a click asks for no more mail.
  private(set) var unsubscribeURL: String?
  /// Over how many connections to the mail server messages leave at once, at most.
  private(set) var connections = 1
  /// How many mails a run sends at most; nil: all.
  private(set) var limitPerRun: Int?
  /// How many a run sends to a domain in a minute, at most; nil: all.
  private(set) var limitPerDomain: Int?

  /// Over how many, where the configuration does not say.
  static let usualConnections = 4

  /// What the engine is told of it.
  var settings: NudgeSettings {
    NudgeSettings(
      from: from,
      replyTo: replyTo,
      bouncesTo: bouncesTo,
      unsubscribeURL: unsubscribeURL,
      connections: connections,
      limitPerRun: limitPerRun,
      limitPerDomain: limitPerDomain
    )
  }

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
    let bouncesTo = try settings["mail.envelope_from"].map { try mailbox($0, key: "mail.envelope_from") }
    let unsubscribeURL = try unsubscribeURL(settings)
    if let folder = maildir ?? settings["mail.maildir"] {
      return Outgoing(
        kind: .maildir(folder),
        from: from,
        replyTo: replyTo,
        bouncesTo: bouncesTo,
        unsubscribeURL: unsubscribeURL
      )
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
      authentication: try settings.authentication("mail"),
      tls: try settings.tls("mail"),
      caFile: settings["mail.ca_file"]
    )
    let connections = try settings.number("mail.connections", in: 1...64) ?? usualConnections
    var outgoing = Outgoing(
      kind: .smtp(smtp),
      from: from,
      replyTo: replyTo,
      bouncesTo: bouncesTo,
      unsubscribeURL: unsubscribeURL,
      connections: connections
    )
    outgoing.limitPerRun = try settings.number("mail.limit_per_run", in: 1...1_000_000)
    outgoing.limitPerDomain = try settings.number("mail.limit_per_domain_per_minute", in: 1...100_000)
    return outgoing
  }

  /// - Throws: `FollowUpError` of kind configuration where it cannot be a URL for a click, or nothing would read what comes of it.
  private static func unsubscribeURL(_ settings: Settings) throws -> String? {
    guard let url = settings["mail.unsubscribe_url"] else { return nil }
    guard url.hasPrefix("https://"), url.contains("{token}"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && ![0x2C, 0x3C, 0x3E].contains($0) })
    else {
      throw FollowUpError(
        .configuration,
        "mail.unsubscribe_url cannot be \(url)",
        remedy: "write an https URL with {token} in it, such as https://agency.example/unsubscribe?id={token}"
      )
    }
    guard settings["mail.answers"] != nil else {
      throw FollowUpError(
        .configuration,
        "mail.unsubscribe_url needs mail.answers",
        remedy: "set mail.answers; what answers at that URL sends a mail there with the subject: unsubscribe {token}"
      )
    }
    return url
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
  func tls(_ part: String) throws -> MailTLS? { try word("\(part).tls") }

  /// How to log in at a server.
  func authentication(_ part: String) throws -> MailAuthentication { try word("\(part).auth") ?? .auto }

  /// One of several words; nil: not set.
  private func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> Word? {
    guard let text = self[key] else { return nil }
    guard let known = Word(rawValue: text) else {
      throw FollowUpError(
        .configuration,
        "\(key) cannot be \(text)",
        remedy: wordsToUse(Word.allCases.map(\.rawValue), insteadOf: text)
      )
    }
    return known
  }
}
