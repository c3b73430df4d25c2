import Mail
import Testing

@Suite struct SMTPSettingsTests {
  @Test func encryptionIsRequiredExceptOnThisHost() throws {
    #expect(try SMTPSettings(url: "smtp://mail.agency.example:587").server.tls == .required)
    #expect(try SMTPSettings(url: "smtp://127.0.0.1").server.tls == .opportunistic)
    #expect(try SMTPSettings(url: "smtp://localhost:25").server.tls == .opportunistic)
    #expect(try SMTPSettings(url: "smtp://[::1]:25").server.tls == .opportunistic)
    #expect(try SMTPSettings(url: "smtp://localhost.agency.example").server.tls == .required)
    #expect(try SMTPSettings(url: "smtps://localhost").server.tls == .required)
  }

  @Test func portsDefaultToThoseOfTheProtocol() throws {
    #expect(try SMTPSettings(url: "smtp://mail.agency.example").server.port == 25)
    #expect(try SMTPSettings(url: "smtps://mail.agency.example").server.port == 465)
  }

  @Test(arguments: [
    "", "mail.agency.example", "http://mail.agency.example", "smtp://", "smtp://host:0", "smtp://host:70000",
    "smtp://host/helo", "smtp://host?x=1",
    "smtp://rita:secret-word@host", "smtp://rita@host",
  ])
  func anotherURLIsRefusedWithoutRepeatingSecrets(url: String) throws {
    let error = try #require(throws: MailError.self) { try SMTPSettings(url: url) }
    guard case .settings(let text) = error else { throw error }
    #expect(!text.contains("secret-word"))
  }

  @Test func aPasswordDoesNotCrossANetworkInTheClear() {
    for tls in [SMTPSettings.TLS.none, .opportunistic] {
      #expect(throws: MailError.self) {
        try SMTPSettings(url: "smtp://mail.agency.example", user: "rita", password: "secret", tls: tls)
      }
      #expect(throws: Never.self) {
        try SMTPSettings(url: "smtp://127.0.0.1", user: "rita", password: "secret", tls: tls)
      }
    }
  }

  @Test func userAndPasswordBelongTogether() {
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://mail.agency.example", user: "rita") }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://mail.agency.example", password: "secret") }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://mail.agency.example", user: "rita", password: "") }
  }

  @Test func aWayToLogInNeedsAUser() throws {
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://mail.agency.example", authentication: .xoauth2) }
    #expect(throws: Never.self) { try SMTPSettings(url: "smtps://mail.agency.example", authentication: .auto) }
  }

  @Test func thePasswordIsNowhereToBeRead() throws {
    let settings = try SMTPSettings(url: "smtps://mail.agency.example", user: "rita", password: "secret-word")
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(dumped.contains("rita"))
    #expect(!dumped.contains("secret-word"))
    #expect(!"\(settings)".contains("secret-word"))
    #expect(!String(reflecting: settings).contains("secret-word"))
  }

  @Test func whatCannotWorkIsRefusedAtOnce() {
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtp://host", timeoutSeconds: 0) }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtp://host", heloName: "a b") }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtp://host", heloName: "a\r\nMAIL") }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtp://host", caFile: "/nowhere/ca.pem") }
    #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://host", tls: SMTPSettings.TLS.none) }
  }
}
