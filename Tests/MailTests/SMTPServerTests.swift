import Foundation
import Mail
import TestSupport
import Testing

/// The ordinary path, with a real mail server.
@Suite struct SMTPServerTests {
  /// Starts a server, lets the body talk to it, and gives what the server saw.
  private func withServer(
    _ arguments: Set<String>,
    _ body: (MailServer) async throws -> Void
  ) async throws -> [MailServer.Event] {
    try await withScratchFolder { folder in
      let server = try MailServer(arguments, folder: folder)
      try await body(server)
      return try server.finish()
    }
  }

  private func settings(
    _ server: MailServer,
    scheme: String = "smtp",
    login: Bool = true,
    password: String = MailServer.password
  ) throws
    -> SMTPSettings
  {
    try SMTPSettings(
      url: "\(scheme)://localhost:\(server.port)",
      user: login ? MailServer.user : nil,
      password: login ? password : nil,
      tls: .required,
      caFile: server.certificate,
      timeoutSeconds: 20,
      heloName: "batch.agency.example"
    )
  }

  @Test func severalMessagesGoOverOneEncryptedConnectionWithOneLogin() async throws {
    let messages = try (1...5).map {
      try nudge("nudge-\($0)", to: ["rita\($0)@agency.example"], text: "Call Zoë (\($0)).\n.\n..\n")
    }
    let events = try await withServer(["tls", "auth"]) { server in
      let channel = SMTPChannel(try settings(server))
      #expect(channel.name == "smtp localhost:\(server.port)")
      try await channel.prepare()
      for message in messages {
        #expect(await channel.deliver(message) == .sent(reply: "250 Message accepted for delivery"))
      }
      await channel.close()
    }
    #expect(
      events.map(\.kind) == ["connection", "login", "noop"] + messages.map { _ in "message" } + ["quit"]
    )
    let received = events.filter { $0.kind == "message" }
    #expect(received.allSatisfy { $0.connection == 1 && $0.tls == true && $0.greeted == "batch.agency.example" })
    #expect(received.map(\.sender) == messages.map(\.from.address))
    #expect(received.map(\.recipients) == messages.map { $0.to.map(\.address) })
    #expect(try received.map(\.bytes) == messages.map { try $0.rendered() })
  }

  @Test func aMessageOfManyDotsArrivesByteByByte() async throws {
    // Quoted-printable leaves dots alone: every line begins with one, however libcurl's buffer cuts it.
    let text = (0..<60_000).map { String(repeating: ".", count: $0 % 7) + String(repeating: "a", count: $0 % 5) + "\n" }
      .joined()
    let message = try nudge(text: text)
    let events = try await withServer([]) { server in
      let channel = SMTPChannel(try SMTPSettings(url: "smtp://127.0.0.1:\(server.port)"))
      #expect(await channel.deliver(message) == .sent(reply: "250 Message accepted for delivery"))
      await channel.close()
    }
    let bytes = try #require(events.first { $0.kind == "message" }?.bytes)
    #expect(bytes == (try message.rendered()))
    #expect(try ReceivedMessage(bytes).text == text)
  }

  @Test func encryptionFromTheStartWorksToo() async throws {
    let events = try await withServer(["smtps"]) { server in
      let channel = SMTPChannel(try settings(server, scheme: "smtps", login: false))
      #expect(try await channel.deliverNudge() == .sent(reply: "250 Message accepted for delivery"))
      await channel.close()
    }
    #expect(events.map(\.kind) == ["connection", "message", "quit"])
  }

  @Test func aCertificateThatIsNotTrustedStopsEverything() async throws {
    let events = try await withServer(["tls", "auth"]) { server in
      let strict = try SMTPSettings(
        url: "smtp://localhost:\(server.port)",
        user: MailServer.user,
        password: MailServer.password,
        tls: .required
      )
      let error = try await #require(throws: MailError.self) { try await SMTPChannel(strict).prepare() }
      #expect(error.description.contains("mail server localhost:\(server.port): its certificate is not trusted"))
      guard case .notSent(let reason, retryable: true) = try await SMTPChannel(strict).deliverNudge() else {
        throw TestFailure("not a retryable failure")
      }
      #expect(reason.contains("certificate"))
    }
    #expect(!events.contains { $0.kind == "login" || $0.kind == "message" })
  }

  @Test func aWrongPasswordIsToldWithoutThePassword() async throws {
    let events = try await withServer(["tls", "auth"]) { server in
      let wrong = try settings(server, password: "wrong-secret")
      let error = try await #require(throws: MailError.self) { try await SMTPChannel(wrong).prepare() }
      guard case .unreachable(let text) = error else { throw error }
      #expect(text.contains("AUTH was refused: 535"))
      #expect(text.contains("Check the user and the password"))
      #expect(!text.contains("wrong-secret"))
      guard case .notSent(_, retryable: true) = try await SMTPChannel(wrong).deliverNudge() else {
        throw TestFailure("a refused login is not the fault of the message")
      }
    }
    #expect(events.contains { $0.kind == "login" })
    #expect(!events.contains { $0.kind == "message" })
  }

  @Test func anAddressInAnyLanguageGoesWithSMTPUTF8() async throws {
    let message = try nudge(to: ["josé@bücher.example"])
    let events = try await withServer([]) { server in
      let channel = SMTPChannel(try SMTPSettings(url: "smtp://127.0.0.1:\(server.port)"))
      #expect(await channel.deliver(message) == .sent(reply: "250 Message accepted for delivery"))
      #expect(try await channel.deliverNudge() == .sent(reply: "250 Message accepted for delivery"))
      await channel.close()
    }
    let received = events.filter { $0.kind == "message" }
    #expect(received.map(\.recipients) == [["josé@xn--bcher-kva.example"], ["rita@agency.example"]])
    #expect(received.map { $0.options?.contains("SMTPUTF8") } == [true, false])
  }

  @Test func theCheckSaysWhatTheServerOffersAndSendsNothing() async throws {
    let events = try await withServer(["tls", "auth"]) { server in
      let found = try await checkSMTP(settings(server))
      #expect(found.hasPrefix("smtp localhost:\(server.port) answers “220 mail.test"))
      #expect(found.contains("STARTTLS, certificate verified; logged in as \(MailServer.user); offers "))
      #expect(found.contains("SMTPUTF8"))
      #expect(!found.contains(MailServer.password))
    }
    #expect(events.map(\.kind) == ["connection", "login", "noop", "quit"])
  }

  @Test func aServerThatIsNotThereIsNamed() async throws {
    let peer = try ScriptedPeer()
    let port = peer.port
    peer.stop()
    let settings = try SMTPSettings(url: "smtp://127.0.0.1:\(port)")
    let error = try await #require(throws: MailError.self) { _ = try await checkSMTP(settings) }
    #expect(error.description.contains("mail server 127.0.0.1:\(port): no connection"))
    #expect(error.description.contains("check that the server runs"))
    guard case .notSent(_, retryable: true) = try await SMTPChannel(settings).deliverNudge() else {
      throw TestFailure("not a retryable failure")
    }
  }
}
