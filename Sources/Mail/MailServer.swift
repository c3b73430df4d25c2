import Foundation

/// How much encryption a mail server is asked for.
public enum MailTLS: String, Sendable, CaseIterable {
  /// STARTTLS (or a scheme that ends in s) with a certificate that can be verified, or nothing is sent.
  case required
  /// STARTTLS if the server offers it. Nothing is verified unless a CA file is given: not better than plain text against an attacker.
  case opportunistic
  /// Never.
  case none
}

/// How to log in at a mail server.
public enum MailAuthentication: String, Sendable, CaseIterable {
  /// By the best way that the server offers.
  case auto
  /// AUTH PLAIN (RFC 4616).
  case plain
  /// AUTH LOGIN, which older servers want.
  case login
  /// AUTH XOAUTH2: the password is an access token, which somebody else renews.
  case xoauth2

  /// As the server offers it.
  var mechanism: String { rawValue.uppercased() }
}

/// A server that takes or keeps mails: where it is, and how to speak with it.
public struct MailServer: Sendable {
  /// A protocol's two URL schemes, with their ports.
  struct Schemes: Sendable {
    let plain: String
    let plainPort: Int
    let secure: String
    let securePort: Int

    static let smtp = Schemes(plain: "smtp", plainPort: 25, secure: "smtps", securePort: 465)
    static let imap = Schemes(plain: "imap", plainPort: 143, secure: "imaps", securePort: 993)
  }

  /// The URL as it was given.
  public let url: String
  /// The server's name or address.
  public let host: String
  /// The server's port.
  public let port: Int
  /// The account to log in with; nil: no login.
  public let user: String?
  /// How to log in.
  public let authentication: MailAuthentication
  /// How much encryption is asked for.
  public let tls: MailTLS
  /// A PEM file with the certificates to trust instead of the system's.
  public let caFile: String?
  /// How long to wait for the connection and then for each answer, in seconds.
  public let timeoutSeconds: Int

  let password: Secret?
  let implicitTLS: Bool
  /// What follows host and port in the URL, without the slash.
  let path: String

  /// - Parameters:
  ///   - what: what the server is called in messages, such as `mail server`.
  ///   - takesPath: whether something may follow host and port.
  /// - Throws: `MailError.settings` naming the setting that cannot work, among them a password that would cross a network in the clear.
  init(
    url: String,
    schemes: Schemes,
    what: String,
    takesPath: Bool = false,
    user: String?,
    password: String?,
    authentication: MailAuthentication,
    tls: MailTLS?,
    caFile: String?,
    timeoutSeconds: Int
  ) throws {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      [schemes.plain, schemes.secure].contains(scheme),
      let host = parts.host, !host.isEmpty, host.unicodeScalars.allSatisfy({ !isControl($0) })
    else {
      // What cannot be read may hold a password: it is not repeated.
      throw MailError.settings(
        "the \(what)'s URL is not of the form \(schemes.plain)://host:port or \(schemes.secure)://host:port"
      )
    }
    guard parts.user == nil, parts.password == nil else {
      throw MailError.settings(
        "the \(what)'s URL must not contain the user or the password: give them as their own settings, the password from the environment or a file"
      )
    }
    guard takesPath || ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else {
      throw MailError.settings("the \(what)'s URL has something after host and port: leave it out")
    }
    let path = String(parts.path.drop { $0 == "/" })
    guard path.unicodeScalars.allSatisfy({ !isControl($0) }) else {
      throw MailError.settings("the folder in the \(what)'s URL contains a control character: remove it")
    }
    let port = parts.port ?? (scheme == schemes.secure ? schemes.securePort : schemes.plainPort)
    guard (1...65535).contains(port) else {
      throw MailError.settings("the \(what)'s URL has no port between 1 and 65535")
    }
    guard (1...3600).contains(timeoutSeconds) else {
      throw MailError.settings("the \(what)'s timeout of \(timeoutSeconds) s is not between 1 and 3600")
    }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let isLoopback = Self.isOnThisMachine(bare)
    let chosen = tls ?? (scheme == schemes.plain && isLoopback ? .opportunistic : .required)
    guard scheme == schemes.plain || chosen == .required else {
      throw MailError.settings(
        "\(schemes.secure):// always uses TLS: leave the TLS setting out, or write \(schemes.plain)://"
      )
    }
    guard (user == nil) == (password == nil) else {
      throw MailError.settings(
        user == nil
          ? "a password for the \(what) without a user: give both or neither"
          : "a user for the \(what) without a password: give both or neither"
      )
    }
    guard user != nil || authentication == .auto else {
      throw MailError.settings(
        "a way to log in at the \(what), \(authentication.rawValue), without a user: give user and password, or leave it out"
      )
    }
    guard user?.isEmpty != true, password?.isEmpty != true else {
      throw MailError.settings("the user or the password for the \(what) is empty: give both, or leave both out")
    }
    guard user?.contains("\0") != true, password?.contains("\0") != true else {
      throw MailError.settings("the user or the password for the \(what) contains a NUL")
    }
    guard user == nil || chosen == .required || isLoopback else {
      throw MailError.settings(
        "with TLS \(chosen.rawValue) the password for \(host) could cross the network unencrypted: set TLS to required"
      )
    }
    if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
      throw MailError.settings(
        "the file of trusted certificates \(quoted(caFile)) cannot be read: check path and permissions"
      )
    }
    self.url = url
    self.host = bare
    self.port = port
    self.user = user
    self.authentication = authentication
    self.password = password.map(Secret.init)
    self.tls = chosen
    self.caFile = caFile
    self.timeoutSeconds = timeoutSeconds
    self.path = path
    implicitTLS = scheme == schemes.secure
  }

  /// `host:port`, as messages show it.
  var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

  /// Whether what goes there crosses a network that may read or change it: nothing asks for encryption that is verified.
  public var isExposed: Bool { tls != .required && !Self.isOnThisMachine(host) }

  private static func isOnThisMachine(_ host: String) -> Bool {
    host.lowercased() == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// Whether the server must prove who it is.
  var verifies: Bool { tls == .required || caFile != nil }
}
