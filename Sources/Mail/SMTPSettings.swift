import Foundation

/// Where and how to reach a mail server.
public struct SMTPSettings: Sendable {
  /// How much encryption is asked for.
  public enum TLS: String, Sendable, CaseIterable {
    /// STARTTLS (or `smtps://`) with a certificate that can be verified, or nothing is sent.
    case required
    /// STARTTLS if the server offers it. Nothing is verified unless a CA file is given: no better than plain text against an attacker.
    case opportunistic
    /// Never.
    case none
  }

  /// `smtp://host:port` or `smtps://host:port` as it was given; the ports default to 25 and 465.
  public let url: String
  /// The server's name or address.
  public let host: String
  /// The server's port.
  public let port: Int
  /// The account to log in with; nil: no login.
  public let user: String?
  /// How much encryption is asked for.
  public let tls: TLS
  /// A PEM file with the certificates to trust instead of the system's.
  public let caFile: String?
  /// How long to wait for the connection and then for each answer, in seconds.
  public let timeoutSeconds: Int
  /// How long to wait for the answer to the end of a message, in seconds: RFC 5321 (4.5.3.2.6) asks for ten minutes, because a client that gives
  /// up earlier does not know whether the message is on its way.
  public let endTimeoutSeconds: Int
  /// The name to greet the server with (EHLO); nil: this host's name.
  public let heloName: String?

  let password: Secret?
  let implicitTLS: Bool

  /// - Parameters:
  ///   - tls: nil means `required`, and `opportunistic` for `smtp://` to this very host (localhost, 127.0.0.0/8, ::1).
  ///   - password: as read from the environment or a file by the caller; no error, description or mirror ever shows it.
  /// - Throws: `MailError.settings` naming the setting that cannot work, among them a password that would cross a network in the clear.
  public init(
    url: String,
    user: String? = nil,
    password: String? = nil,
    tls: TLS? = nil,
    caFile: String? = nil,
    timeoutSeconds: Int = 60,
    endTimeoutSeconds: Int = 600,
    heloName: String? = nil
  ) throws {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      ["smtp", "smtps"].contains(scheme),
      let host = parts.host, !host.isEmpty, host.unicodeScalars.allSatisfy({ !isControl($0) })
    else {
      // What cannot be read may hold a password: it is not repeated.
      throw MailError.settings("the mail server's URL is not of the form smtp://host:port or smtps://host:port")
    }
    guard parts.user == nil, parts.password == nil else {
      throw MailError.settings(
        "the mail server's URL must not contain the user or the password: give them as their own settings, the password from the environment or a file"
      )
    }
    guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else {
      throw MailError.settings("the mail server's URL has something after host and port: leave it out")
    }
    let port = parts.port ?? (scheme == "smtps" ? 465 : 25)
    guard (1...65535).contains(port) else {
      throw MailError.settings("the mail server's URL has no port between 1 and 65535")
    }
    guard (1...3600).contains(timeoutSeconds) else {
      throw MailError.settings("the mail server's timeout of \(timeoutSeconds) s is not between 1 and 3600")
    }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let isLoopback = bare.lowercased() == "localhost" || bare == "::1" || bare.hasPrefix("127.")
    let chosen = tls ?? (scheme == "smtp" && isLoopback ? .opportunistic : .required)
    guard scheme == "smtp" || chosen == .required else {
      throw MailError.settings("smtps:// always uses TLS: leave the TLS setting out, or write smtp://")
    }
    guard (user == nil) == (password == nil) else {
      throw MailError.settings(
        user == nil
          ? "a password for the mail server without a user: give both or neither"
          : "a user for the mail server without a password: give both or neither"
      )
    }
    guard user?.isEmpty != true, password?.isEmpty != true else {
      throw MailError.settings("the user or the password for the mail server is empty: give both, or leave both out")
    }
    guard user?.contains("\0") != true, password?.contains("\0") != true else {
      throw MailError.settings("the user or the password for the mail server contains a NUL")
    }
    guard user == nil || chosen == .required || isLoopback else {
      throw MailError.settings(
        "with TLS \(chosen.rawValue) the password for \(host) could cross the network unencrypted: set TLS to required"
      )
    }
    if let heloName {
      let allowed = heloName.utf8.allSatisfy { byte in
        (0x30...0x3A).contains(byte) || (0x41...0x5B).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5D].contains(byte)
      }
      guard allowed, !heloName.isEmpty, heloName.count <= 253 else {
        throw MailError.settings(
          "\(quoted(heloName)) is not a host name for greeting the mail server; use one like mail.example.org"
        )
      }
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
    self.password = password.map(Secret.init)
    self.tls = chosen
    self.caFile = caFile
    self.timeoutSeconds = timeoutSeconds
    self.endTimeoutSeconds = max(timeoutSeconds, endTimeoutSeconds)
    self.heloName = heloName
    self.implicitTLS = scheme == "smtps"
  }

  /// `host:port`, as messages show it.
  var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

  /// Whether the server must prove who it is.
  var verifies: Bool { tls == .required || caFile != nil }

  /// The URL for libcurl, whose path is the name to greet with.
  var curlURL: String {
    let name = (heloName ?? "").replacing("[", with: "%5B").replacing("]", with: "%5D")
    return "\(implicitTLS ? "smtps" : "smtp")://\(place)/\(name)"
  }
}

/// A password: usable, not printable.
struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
  let value: String
  var description: String { "(hidden)" }
  var customMirror: Mirror { Mirror(self, children: [:]) }

  /// A text from outside with the password taken out of it, plain or in base64, should a server repeat what it was told.
  func removed(from text: String) -> String {
    text.replacing(value, with: "(hidden)").replacing(Data(value.utf8).base64EncodedString(), with: "(hidden)")
  }
}
