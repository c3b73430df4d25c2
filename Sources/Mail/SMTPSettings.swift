import Foundation

/// Where and how to reach a mail server that takes mails.
public struct SMTPSettings: Sendable {
  /// How much encryption is asked for.
  public typealias TLS = MailTLS

  /// The server.
  public let server: MailServer
  /// How long to wait for the answer to the end of a message, in seconds: RFC 5321 (4.5.3.2.6) asks for ten minutes, because a client that gives
  /// up earlier does not know whether the message is on its way.
  public let endTimeoutSeconds: Int
  /// The name to greet the server with (EHLO); nil: this host's name.
  public let heloName: String?

  /// - Parameters:
  ///   - url: `smtp://host:port` or `smtps://host:port`; the ports default to 25 and 465.
  ///   - tls: nil means `required`, and `opportunistic` for `smtp://` to this very host (localhost, 127.0.0.0/8, ::1).
  ///   - password: as read from the environment or a file by the caller; no error, description or mirror ever shows it.
  ///   - authentication: how to log in; with `xoauth2` the password is an access token.
  ///   - timeoutSeconds: how long to wait for the connection and then for each answer.
  /// - Throws: `MailError.settings` naming the setting that cannot work, among them a password that would cross a network in the clear.
  public init(
    url: String,
    user: String? = nil,
    password: String? = nil,
    authentication: MailAuthentication = .auto,
    tls: TLS? = nil,
    caFile: String? = nil,
    timeoutSeconds: Int = 60,
    endTimeoutSeconds: Int = 600,
    heloName: String? = nil
  ) throws {
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
    server = try MailServer(
      url: url,
      schemes: .smtp,
      what: "mail server",
      user: user,
      password: password,
      authentication: authentication,
      tls: tls,
      caFile: caFile,
      timeoutSeconds: timeoutSeconds
    )
    self.endTimeoutSeconds = max(timeoutSeconds, endTimeoutSeconds)
    self.heloName = heloName
  }

  /// The URL for libcurl, whose path is the name to greet with.
  var curlURL: String {
    let name = (heloName ?? "").replacing("[", with: "%5B").replacing("]", with: "%5D")
    return "\(server.implicitTLS ? "smtps" : "smtp")://\(server.place)/\(name)"
  }
}
