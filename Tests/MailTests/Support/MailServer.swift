import Foundation

/// A real mail server (aiosmtpd) in a process of its own: STARTTLS with a certificate made for it, AUTH, SMTPUTF8.
final class MailServer {
  /// What it saw, in order.
  struct Event: Decodable {
    /// connection, login, message, noop, quit
    let kind: String
    /// Which connection, counted from 1.
    let connection: Int
    var tls: Bool?
    var sender: String?
    var recipients: [String]?
    var options: [String]?
    var content: String?
    var greeted: String?

    var bytes: [UInt8]? { content.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
  }

  let port: Int
  let certificate: String
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())

  static let user = "nudges@agency.example"
  static let password = "correct horse battery staple"

  /// - Parameter arguments: `tls` (STARTTLS required), `smtps` (TLS from the start), `auth` (login required)
  init(_ arguments: Set<String> = [], folder: String) throws {
    certificate = folder + "/certificate.pem"
    _ = try run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder + "/key.pem", "-out", certificate,
      ]
    )
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, folder, Self.user, Self.password] + arguments.sorted()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice  // it complains of clients that break off, as they do here
    try process.run()
    let first = try Self.readLine(output.fileHandleForReading)
    guard let port = Int(first) else {
      throw TestFailure(first)
    }
    self.port = port
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Stops the server and says what it saw.
  func finish() throws -> [Event] {
    try input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
    let events = try JSONDecoder().decode([Event].self, from: Data(Self.readLine(output.fileHandleForReading).utf8))
    process.waitUntilExit()
    return events
  }

  private static func readLine(_ handle: FileHandle) throws -> String {
    var line = Data()
    while case let more = handle.availableData, !more.isEmpty {
      line += more
      if line.last == 0x0A { return String(decoding: line.dropLast(), as: UTF8.self) }
    }
    throw TestFailure("the mail server of the tests ended early: \(String(decoding: line, as: UTF8.self))")
  }

  private static let script = #"""
    import asyncio, base64, json, ssl, sys
    try:
        from aiosmtpd.smtp import SMTP, AuthResult
    except ImportError:
        print("these tests need a mail server: install the package python3-aiosmtpd (seen by /usr/bin/python3)")
        sys.exit(0)
    folder, user, password, *wanted = sys.argv[1:]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
    opened = 0
    seen = []  # told at the end: nobody reads before, and a full pipe would stop the server

    def tell(server, kind, **more):
        seen.append({"kind": kind, "connection": server.number, **more})

    class Server(SMTP):
        def connection_made(self, transport):
            global opened
            if not hasattr(self, "number"):
                opened += 1
                self.number = opened
                tell(self, "connection")
            super().connection_made(transport)

    class Handler:
        async def handle_NOOP(self, server, session, envelope, arg):
            tell(server, "noop")
            return "250 OK"
        async def handle_QUIT(self, server, session, envelope):
            tell(server, "quit")
            return "221 Bye"
        async def handle_DATA(self, server, session, envelope):
            tell(server, "message", tls=session.ssl is not None or "smtps" in wanted, sender=envelope.mail_from,
                 recipients=envelope.rcpt_tos, options=envelope.mail_options, greeted=session.host_name,
                 content=base64.b64encode(envelope.original_content).decode())
            return "250 Message accepted for delivery"

    def authenticate(server, session, envelope, mechanism, data):
        good = data.login == user.encode() and data.password == password.encode()
        tell(server, "login", tls=session.ssl is not None)
        return AuthResult(success=good, handled=False)

    async def main():
        loop = asyncio.get_running_loop()
        def make():
            return Server(Handler(), enable_SMTPUTF8=True, hostname="mail.test", loop=loop,
                          tls_context=tls if "tls" in wanted else None, require_starttls="tls" in wanted,
                          authenticator=authenticate, auth_required="auth" in wanted, auth_require_tls="tls" in wanted)
        server = await loop.create_server(make, "127.0.0.1", 0, ssl=tls if "smtps" in wanted else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.readline)
        server.close()
        print(json.dumps(seen), flush=True)

    asyncio.run(main())
    """#
}
