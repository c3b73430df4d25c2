import FollowUpEngine
import Foundation
import Mail

/// Where mail for the answer address arrives, by configuration. With several agencies each has a mailbox of its own: `{agency}` in a key
/// stands for the agency's name.
struct Incoming: Sendable {
  private let settings: Settings
  private let environment: [String: String]
  private let maildir: String?

  /// Nothing is looked at yet; a maildir given here wins over the configuration.
  init(_ settings: Settings, environment: [String: String], maildir: String? = nil) {
    self.settings = settings
    self.environment = environment
    self.maildir = maildir
  }

  /// Whether a mailbox is configured.
  var isConfigured: Bool { maildir != nil || settings["inbox.maildir"] != nil || settings["inbox.url"] != nil }

  /// The answer address of an agency; nil: there is none.
  ///
  /// - Throws: ``FollowUpError`` of kind configuration when it is not an address.
  static func answers(_ settings: Settings, _ agency: Agency) throws -> Mailbox? {
    guard let text = settings["mail.answers"] else { return nil }
    return try Outgoing.mailbox(named(text, agency), key: "mail.answers")
  }

  /// A reader of the agency's mailbox, not yet connected.
  ///
  /// - Throws: ``FollowUpError`` of kind configuration, or ``MailError``, naming the key that is missing or wrong.
  func reader(_ agency: Agency) throws -> any MailboxReader {
    if let folder = maildir ?? settings["inbox.maildir"] {
      if maildir == nil, settings["inbox.url"] != nil {
        throw FollowUpError(
          .configuration,
          "inbox.maildir and inbox.url are both set",
          remedy: "set the one where mail for mail.answers arrives"
        )
      }
      return MaildirReader(folder: Self.named(folder, agency))
    }
    guard let url = settings["inbox.url"] else {
      throw FollowUpError(
        .configuration,
        "no inbox is configured",
        remedy: "set inbox.url (imaps://host/FOLDER) with inbox.user, or inbox.maildir, in followup.yaml"
      )
    }
    guard let user = settings["inbox.user"], let password = try settings.password("inbox", environment) else {
      throw FollowUpError(
        .configuration,
        "the inbox server wants a user and a password",
        remedy: "set inbox.user, and inbox.password_file or FOLLOWUP_INBOX_PASSWORD"
      )
    }
    return IMAPReader(
      try IMAPSettings(
        url: Self.named(url, agency),
        user: Self.named(user, agency),
        password: password,
        authentication: try settings.authentication("inbox"),
        tls: try settings.tls("inbox"),
        caFile: settings["inbox.ca_file"]
      )
    )
  }

  private static func named(_ text: String, _ agency: Agency) -> String {
    // In a path a name stays one part of it.
    text.replacing("{agency}", with: agency.name.replacing("/", with: "-"))
  }
}
