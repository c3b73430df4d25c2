import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Logs hold nobody's name, address or number")
struct LogsTests {
  private typealias Site = NightTests.Site

  private static let asOf = ["--as-of", "2026-11-20T09:30:00-05:00"]
  private static let job = Example.job(
    "All that writes to people.",
    failuresTo: "ops@watch.example",
    steps: [
      "do: inbox", "do: plan", "do: worklists, format: [csv]", "do: deliver", "do: nudge", "do: report, name: overdue",
      "do: checks",
    ]
  )

  /// Everybody of the sample: names, addresses and numbers.
  private func people() throws -> Set<String> {
    var people: Set<String> = []
    for file in ["recruiters", "candidates", "contacts", "references"] {
      let text = try String(contentsOfFile: "\(TestAgency.checkout)/jobs/sample/\(file).csv", encoding: .utf8)
      for row in try csvRows(text) {
        people.formUnion([row["name"], row["email"], row["phone"]].compactMap(\.self).filter { $0.count > 3 })
        let local = row["email"]?.prefix { $0 != "@" } ?? ""
        if local.contains(".") { people.insert(String(local)) }
      }
    }
    return people
  }

  private func mail(_ number: Int, from: String, to: String, _ subject: String) -> String {
    """
    From: \(from)
    To: \(to)
    Subject: \(subject)
    Message-ID: <\(number)@mail.test>
    Date: Fri, 20 Nov 2026 08:00:00 -0500

    Hello.

    """
  }

  @Test(
    "A whole verbose night whose mail server and inbox repeat them: output, records of runs and the mail about the failure"
  )
  func night() async throws {
    let server = try RefusingServer()
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: [
        "FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_URL": "smtp://127.0.0.1:\(server.port)",
        "FOLLOWUP_MAIL_TLS": "none", "FOLLOWUP_MAIL_FROM": "followup@halyard.example",
        "FOLLOWUP_MAIL_ANSWERS": "answers@halyard.example", "FOLLOWUP_INBOX_MAILDIR": "in",
        "FOLLOWUP_CATALOG_FOLDERS": "own", "FOLLOWUP_OUTPUT_FOLDER": "out",
      ]
    )
    let site = Site(program: program, database: database)
    try site.write(["people.yaml": Self.job], to: "own/jobs")
    try site.expect(0, "agency", "add", "Halyard", "--time-zone", "America/New_York")
    try site.expect(0, ["import", "canonical", TestAgency.checkout + "/jobs/sample", "--quiet"] + Self.asOf)
    let (recruiter, candidate) = ("rosalind.achterberg@halyard.example", "lukasz.wojcik@example.com")
    for folder in ["in/new", "in/cur", "in/tmp"] { try site.write([:], to: folder) }
    try site.write(
      [
        "1": mail(1, from: candidate, to: "answers@halyard.example", "A question of \(candidate)"),
        "2": mail(2, from: recruiter, to: "\(candidate), answers@halyard.example", "Your interview"),
        "3": mail(3, from: "stranger@nowhere.example", to: "answers@halyard.example", "unsubscribe x"),
      ],
      to: "in/new"
    )

    let words = try site.expect(3, ["run", "people", "--verbose"] + Self.asOf)
    let events = try site.expect(3, ["run", "people", "--from", "deliver", "--verbose", "--json-logs"] + Self.asOf)
    let records = try site.expect(0, "runs", "1", "--warnings").output + site.expect(0, "runs", "1").output

    let rows = try await Connection.open(Connection.Settings(conninfo: database.conninfo)).query(
      Statement(
        "SELECT concat_ws(' ', error, summary, warnings) AS words FROM job_step UNION ALL SELECT error FROM job_run"
      )
    )
    let kept = rows.map { $0.text(at: 0) ?? "" }.joined(separator: "\n")
    let told = try server.mailsToOperators()
    // The faults have happened, and are told of.
    #expect(words.errors.contains(#"RCPT TO was refused: 550 5.1.1 User "(address)" unknown, (address) has left"#))
    for line in events.errors.split(separator: "\n") where line.hasPrefix("{") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    #expect(words.errors.contains("reply=250 2.0.0 taken for (address)"))
    #expect(words.errors.contains("nothing could be done with 3 mails; followup inbox list shows them"))
    #expect(kept.contains("is failed") && kept.contains("5.1.1"))
    #expect(told.contains("is failed"))
    let people = try people()
    #expect(people.count > 1500)
    let texts = [words.output, words.errors, events.output, events.errors, records, kept, told]
    for (number, text) in texts.enumerated() {
      for person in people where text.contains(person) {
        let line = text.split(separator: "\n").first { $0.contains(person) } ?? ""
        Issue.record("text \(number) holds \(person): \(line.prefix(300))")
      }
    }
  }
}

/// A mail server that repeats each recipient: it refuses some for good, some for now, and says of the others that it has taken theirs.
private final class RefusingServer {
  let port: Int
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())

  private static let script = """
    import asyncio, email, email.policy, sys
    number, kept = 0, []
    async def session(reader, writer):
        global number
        writer.write(b"220 sink ESMTP\\r\\n")
        to = b""
        while line := await reader.readline():
            verb, reply = line[:4].upper(), b"250 ok\\r\\n"
            if verb == b"RCPT":
                to = line.split(b"<")[1].split(b">")[0]
                number += 1
                if to.startswith(b"ops@"): pass
                elif number % 7 == 0: reply = b'550 5.1.1 User "' + to + b'" unknown, ' + to.split(b"@")[0] + b" has left\\r\\n"
                elif number % 11 == 0: reply = b"451 4.7.1 later, " + to + b"\\r\\n"
            elif verb == b"DATA":
                writer.write(b"354 go on\\r\\n")
                text = await reader.readuntil(b"\\r\\n.\\r\\n")
                if to.startswith(b"ops@"): kept.append(email.message_from_bytes(text, policy=email.policy.default))
                reply = b"250 2.0.0 taken for " + to + b"\\r\\n"
            elif verb == b"QUIT":
                writer.write(b"221 bye\\r\\n")
                break
            writer.write(reply)
            await writer.drain()
        writer.close()
    async def main():
        server = await asyncio.start_server(session, "127.0.0.1", 0, limit=1 << 24)
        print(server.sockets[0].getsockname()[1], flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            for mail in kept: print(mail.get_body(("plain",)).get_content())
            print("--end--", flush=True)
    asyncio.run(main())
    """

  init() throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.script]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    guard let port = Int(try Self.line(output)) else { throw SupportError("the mail server did not start") }
    self.port = port
  }

  deinit { process.terminate() }

  /// The words of the mails to operators.
  func mailsToOperators() throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    var lines: [String] = []
    while true {
      let line = try Self.line(output)
      if line == "--end--" { return lines.joined(separator: "\n") }
      lines.append(line)
    }
  }

  private static func line(_ pipe: Pipe) throws -> String {
    var bytes: [UInt8] = []
    while let next = try pipe.fileHandleForReading.read(upToCount: 1)?.first, next != UInt8(ascii: "\n") {
      bytes.append(next)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
