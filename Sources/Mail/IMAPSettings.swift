/// A folder of a server that keeps mails (IMAP, RFC 3501).
public struct IMAPSettings: Sendable {
  /// The server.
  public let server: MailServer
  /// The folder's name as the server has it.
  public let folder: String

  /// - Parameters:
  ///   - url: `imap://host:port/FOLDER` or `imaps://host:port/FOLDER`; the ports default to 143 and 993, the folder to INBOX.
  ///   - tls: nil means `required`, and `opportunistic` for `imap://` to this very host.
  ///   - password: as read from the environment or a file by the caller; no error, description or mirror ever shows it.
  ///   - authentication: how to log in; with `xoauth2` the password is an access token.
  ///   - timeoutSeconds: how long to wait for the connection and then for each answer.
  /// - Throws: `MailError.settings` naming the setting that cannot work, among them a password that would cross a network in the clear.
  public init(
    url: String,
    user: String,
    password: String,
    authentication: MailAuthentication = .auto,
    tls: MailTLS? = nil,
    caFile: String? = nil,
    timeoutSeconds: Int = 60
  ) throws {
    server = try MailServer(
      url: url,
      schemes: .imap,
      what: "inbox server",
      takesPath: true,
      user: user,
      password: password,
      authentication: authentication,
      tls: tls,
      caFile: caFile,
      timeoutSeconds: timeoutSeconds
    )
    folder = server.path.isEmpty ? "INBOX" : server.path
  }

  /// What tells this folder from others: server, user and folder.
  public var name: String { "imap \(server.place) \(server.user ?? "") \(folder)" }

  /// The folder's URL for libcurl, or a message's in it.
  func curlURL(uid: Int? = nil) -> String {
    let folder = folder.utf8.map { byte -> String in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2F: String(Unicode.Scalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
    return "\(server.implicitTLS ? "imaps" : "imap")://\(server.place)/\(folder)" + (uid.map { "/;UID=\($0)" } ?? "")
  }
}
