import FollowUpEngine
import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Thousands of mails", .reported)
struct FaultSendersTests {
  private static let asOf = "2026-11-20T12:00:00-05:00"

  /// How many mails, if FOLLOWUP_TEST_MAILS does not say it.
  private static var count: Int {
    ProcessInfo.processInfo.environment["FOLLOWUP_TEST_MAILS"].flatMap { Int($0) }
      ?? (FaultDepth.isWhole ? 10_000 : 400)
  }

  /// An agency with a recruiter and a candidate to be called for each mail.
  private func agency(_ count: Int) async throws -> TestAgency {
    let agency = try await TestAgency.make(asOf: Self.asOf)
    try await agency.sql(
      """
      INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email)
      SELECT :agency, n, 'test', 'r' || n, 'Recruiter ' || n, 'r' || n || '@agency.example'
      FROM generate_series(1, \(count)) AS n;
      INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, email, recruiter_id, search_started_on)
      SELECT :agency, n, 'test', 'c' || n, 'Candidate ' || n, 'c' || n || '@home.example', n, '2026-11-02'
      FROM generate_series(1, \(count)) AS n;
      INSERT INTO follow_up (agency_id, candidate_id, follow_up_id, rule, occurrence, party_kind, party_id, recruiter_id,
        anchor_at, asked_from, opens_at, due_at, withdrawn)
      SELECT :agency, n, n, 'candidate_check_in', 'x', 'candidate', n, n, '2026-11-10T09:00:00-05:00',
        '2026-11-10T09:00:00-05:00', '2026-11-10T09:00:00-05:00', '2026-11-19T10:00:00-05:00', false
      FROM generate_series(1, \(count)) AS n;
      DELETE FROM plan_queue;
      ANALYZE
      """
    )
    return agency
  }

  @Test(
    "Four senders at once, of which one is killed and one is stopped for longer than it may be: each mail goes out once"
  )
  func eachOnce() async throws {
    FaultReport.about("\(Self.count) mails")
    let agency = try await agency(Self.count)
    let sink = try Sink(holdingAt: Self.count / 5)
    let program = Program(
      folder: try temporaryFolder(),
      environment: [
        "FOLLOWUP_DATABASE_URL": agency.database.conninfo, "FOLLOWUP_MAIL_URL": "smtp://127.0.0.1:\(sink.port)",
        "FOLLOWUP_MAIL_FROM": "followup@agency.example", "FOLLOWUP_MAIL_CONNECTIONS": "2",
      ]
    )
    let senders = try (1...4).map { number in
      let path = "\(program.folder)/sender-\(number).log"
      guard FileManager.default.createFile(atPath: path, contents: nil), let errors = FileHandle(forWritingAtPath: path)
      else { throw SupportError("\(path) cannot be made") }
      return try program.start(["nudge", "--as-of", Self.asOf], output: .nullDevice, errors: errors)
    }
    defer { for sender in senders where sender.isRunning { kill(sender.processIdentifier, SIGKILL) } }
    let (killed, stopped) = (senders[0], senders[1])
    // The server answers nobody before all four are at work.
    try await agency.wait("SELECT count(DISTINCT claimed_by) = 4 FROM message WHERE state = 'sending'")
    try sink.begin()
    while try sink.count < Self.count / 10 { try await Task.sleep(for: .milliseconds(5)) }

    kill(stopped.processIdentifier, SIGSTOP)
    kill(killed.processIdentifier, SIGKILL)
    killed.waitUntilExit()
    #expect(killed.terminationReason == .uncaughtSignal && killed.terminationStatus == SIGKILL)
    for sender in [killed, stopped] {
      #expect(try await agency.held(by: sender) > 2, "a sender ended before its fault")
    }
    try sink.goOn()
    for sender in senders.dropFirst(2) { sender.waitUntilExit() }
    // As if it had been stopped for that long.
    try await agency.sql(
      "UPDATE message SET lease_until = now() - interval '1 s' WHERE claimed_by LIKE '%/\(stopped.processIdentifier)/%'"
    )
    let next = try program.run("nudge", "--as-of", Self.asOf)
    #expect([0, 3].contains(next.status), "\(next.errors)")
    kill(stopped.processIdentifier, SIGCONT)
    stopped.waitUntilExit()
    #expect(stopped.terminationReason == .exit)
    let last = try program.run("nudge", "--as-of", Self.asOf)

    // What nobody can know is named; a person looks whether it arrived.
    let uncertain = try await agency.session.connection.query(
      Statement("SELECT message_id::text AS id, key FROM message WHERE state = 'uncertain' ORDER BY message_id")
    )
    #expect(uncertain.count <= 4, "two connections of each of two senders: \(last.errors)")
    let before = try sink.taken
    let arrived = Set(before)
    #expect(before.count == arrived.count, "some arrived twice")
    #expect(arrived.count + uncertain.count >= Self.count)
    for row in uncertain {
      let (id, key): (String, String) = (try row.get("id"), try row.get("key"))
      #expect(last.errors.contains("message \(id) ") || uncertain.count > 20)
      let settled = try program.run("nudge", "--as-of", Self.asOf, arrived.contains(key) ? "--drop" : "--resend", id)
      #expect(settled.status == 0, "\(settled.errors)")
    }
    let all = try sink.taken
    #expect(all.count == Self.count && Set(all).count == Self.count)
    let open = try await agency.session.connection.query(
      Statement("SELECT FROM message WHERE state NOT IN ('sent', 'dropped')")
    )
    #expect(open.isEmpty)
    // One nudge for each follow-up, none of which was changed.
    let nudges = try await agency.session.connection.query(
      Statement(
        """
        SELECT count(*)::text AS nudges, count(DISTINCT follow_up_id)::text AS reminded,
          (SELECT count(*) FROM follow_up WHERE NOT withdrawn)::text AS open, (SELECT count(*) FROM plan_queue)::text AS queued
        FROM nudge
        """
      )
    )
    let row = try #require(nudges.first)
    let counts: [String] = [try row.get("nudges"), try row.get("reminded"), try row.get("open"), try row.get("queued")]
    #expect(counts == ["\(Self.count)", "\(Self.count)", "\(Self.count)", "0"])
  }
}

extension TestAgency {
  fileprivate func wait(_ condition: String) async throws {
    for _ in 0..<6000 {
      if try await session.connection.query(Statement(condition)).first?.text(at: 0) == "t" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw SupportError("it never came to be: \(condition)")
  }

  /// How many messages a process holds.
  fileprivate func held(by process: Process) async throws -> Int {
    try await session.connection.query(
      Statement("SELECT FROM message WHERE claimed_by LIKE $1", values: ["%/\(process.processIdentifier)/%"])
    ).count
  }
}

/// A mail server that answers the end of a message once it is told to, holds again after some, and remembers what it took.
private final class Sink {
  let port: Int
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())

  private static let script = """
    import asyncio, re, sys
    taken, answer, more, hold = [], asyncio.Event(), asyncio.Event(), int(sys.argv[1])
    async def session(reader, writer):
        writer.write(b"220 sink ESMTP\\r\\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\\r\\n")
                mail = await reader.readuntil(b"\\r\\n.\\r\\n")
                taken.append(re.search(rb"Message-ID: <([^@>]+)@", mail)[1].decode())
                await answer.wait()
                if len(taken) > hold: await more.wait()
                await asyncio.sleep(0.01)
            elif verb == b"QUIT":
                writer.write(b"221 bye\\r\\n")
                break
            writer.write(b"250 ok\\r\\n")
            await writer.drain()
        writer.close()
    async def main():
        server = await asyncio.start_server(session, "127.0.0.1", 0, limit=1 << 20)
        print(server.sockets[0].getsockname()[1], flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip() == "answer": answer.set()
            if line.strip() == "more": more.set()
            print(",".join(taken) if line.strip() == "keys" else len(taken), flush=True)
    asyncio.run(main())
    """

  /// - Parameter count: after how many messages it answers nobody until it is told to go on.
  init(holdingAt count: Int) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, "\(count)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    guard let port = Int(try Self.line(output)) else { throw SupportError("the mail server did not start") }
    self.port = port
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The keys of the messages whose end it has seen, in their order.
  var taken: [String] { get throws { try ask("keys").split(separator: ",").map(String.init) } }

  /// How many these are.
  var count: Int { get throws { Int(try ask("count")) ?? 0 } }

  /// From now on it answers.
  func begin() throws { _ = try ask("answer") }

  /// It answers all that come after, too.
  func goOn() throws { _ = try ask("more") }

  private func ask(_ word: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
    return try Self.line(output)
  }

  private static func line(_ pipe: Pipe) throws -> String {
    var bytes = Data()
    repeat {
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { throw SupportError("the mail server ended") }
      bytes += more
    } while bytes.last != UInt8(ascii: "\n")
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }
}
