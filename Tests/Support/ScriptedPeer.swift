import Foundation
import Synchronization

/// A mail server of a few lines that misbehaves where it is told to, and keeps a record of what it saw and did.
public final class ScriptedPeer: Sendable {
  /// What it does in the place of its ordinary answer.
  public enum Action: Sendable, Equatable {
    /// Answers with these lines.
    case reply(String)
    /// Ends the connection without a word.
    case close
    /// Breaks the connection (RST), reading nothing more.
    case reset
    /// Says nothing until `release` is called, then answers as usual.
    case hold
    /// Answers as usual, and once more, unasked.
    case twice

    fileprivate var isRefusal: Bool {
      if case .reply(let words) = self { words.hasPrefix("4") || words.hasPrefix("5") } else { false }
    }
  }

  /// At a command (`RCPT`), at the `BODY` after its first bytes, or at the `END` (the final dot has been read).
  public struct Fault: Sendable {
    let at: String
    let action: Action
    let time: Int?

    /// - Parameter time: only at the n-th time that place is reached, counted over all connections; nil: always.
    public init(at: String, action: Action, time: Int? = nil) {
      self.at = at
      self.action = action
      self.time = time
    }
  }

  private struct Record {
    var events: [String] = []
    var messages: [[UInt8]] = []
    var taken: [[UInt8]] = []
    var logins: [String] = []
    var counts: [String: Int] = [:]
    var connections = 0
    var open: Set<Int32> = []
    var stopped = false
    var faults: [Fault] = []
  }

  /// Where it listens, on 127.0.0.1.
  public let port: Int
  private let listener: Int32
  private let offers: [String]
  private let record = Mutex(Record())
  private let released = DispatchSemaphore(value: 0)
  private let threads = DispatchGroup()

  /// Started, and listening.
  ///
  /// - Parameter offers: what it says after EHLO.
  public init(_ faults: [Fault] = [], offers: [String] = ["8BITMIME"]) throws {
    self.offers = offers
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    listener = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard bound else { throw SupportError("no port for the scripted peer: \(String(cString: strerror(errno)))") }
    port = Int(UInt16(bigEndian: address.sin_port))
    record.withLock { $0.faults = faults }
    start { [self] in accept() }
  }

  /// Its URL.
  public var url: String { "smtp://127.0.0.1:\(port)" }
  /// The commands that it read, with the number of the connection, and the faults that fired.
  public var events: [String] { record.withLock { $0.events } }
  /// The messages that it read to their end, whatever it answered.
  public var messages: [[UInt8]] { record.withLock { $0.messages } }
  /// Those among them that it did not refuse: it may have said so, or be gone by then.
  public var taken: [[UInt8]] { record.withLock { $0.taken } }
  /// How often it was at each place at which a fault can be.
  public var places: [String: Int] { record.withLock { $0.counts } }
  /// How many connections there have been.
  public var connections: Int { record.withLock { $0.connections } }
  /// What was said to log in, line by line, base64 as it came.
  public var logins: [String] { record.withLock { $0.logins } }

  /// Whether something of this beginning happened.
  public func saw(_ event: String) -> Bool { events.contains { $0.hasPrefix(event) } }

  /// Lets one `hold` go on.
  public func release() { released.signal() }

  /// Waits for an event, to act while the peer is at it.
  public func reached(_ event: String) async throws {
    for _ in 0..<6000 {
      if saw(event) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw SupportError("the peer never came to \(event): \(events)")
  }

  /// From now on it makes no fault.
  public func mend() { record.withLock { $0.faults = [] } }

  /// Ends it with its connections.
  public func stop() {
    let open = record.withLock { record in
      record.stopped = true
      return record.open
    }
    for _ in 0..<8 { released.signal() }
    shutdown(listener, Int32(SHUT_RDWR))
    for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
    threads.wait()
    close(listener)
  }

  private func start(_ work: @escaping @Sendable () -> Void) {
    threads.enter()
    Thread.detachNewThread { [threads] in
      work()
      threads.leave()
    }
  }

  private func accept() {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else { return }
      let number = record.withLock { record -> Int? in
        if record.stopped { return nil }
        record.connections += 1
        record.open.insert(socket)
        return record.connections
      }
      guard let number else {
        close(socket)
        return
      }
      start { [self] in
        converse(Line(socket), connection: number)
        record.withLock { _ = $0.open.remove(socket) }
        close(socket)
      }
    }
  }

  private func note(_ event: String) { record.withLock { $0.events.append(event) } }

  /// The fault due at a place, recorded as fired.
  private func fault(at place: String, connection: Int) -> Action? {
    record.withLock { record in
      let time = record.counts[place, default: 0] + 1
      record.counts[place] = time
      guard let fault = record.faults.first(where: { $0.at == place && ($0.time ?? time) == time }) else { return nil }
      record.events.append("fault at \(place): \(fault.action)")
      return fault.action
    }
  }

  /// Answers, or does what is scripted instead. False: the connection is over.
  private func answer(_ line: Line, at place: String, connection: Int, _ usual: String) -> Bool {
    carryOut(fault(at: place, connection: connection), line, usual)
  }

  private func carryOut(_ action: Action?, _ line: Line, _ usual: String) -> Bool {
    switch action {
    case nil: return line.write(usual)
    case .reply(let other):
      let going = line.write(other)
      return going && !other.hasPrefix("421")
    case .close: return false
    case .reset:
      line.breakOff()
      return false
    case .hold:
      released.wait()
      return line.write(usual)
    case .twice: return line.write(usual + "\r\n" + usual)
    }
  }

  private func converse(_ line: Line, connection: Int) {
    guard answer(line, at: "GREETING", connection: connection, "220 peer.example ESMTP") else { return }
    while let command = line.readLine() {
      let verb = String(command.prefix { $0 != " " }).uppercased()
      note("\(connection) \(verb == "AUTH" ? "AUTH" : command)")
      switch verb {
      case "EHLO":
        let lines = ["peer.example"] + offers
        let reply = lines.enumerated().map { "250\($0 + 1 == lines.count ? " " : "-")\($1)" }.joined(separator: "\r\n")
        guard answer(line, at: verb, connection: connection, reply) else { return }
      case "AUTH":
        guard logIn(line, command) else { return }
        guard answer(line, at: verb, connection: connection, "235 welcome") else { return }
      case "DATA":
        // After a refusal of DATA no message follows.
        let before = events.count
        guard answer(line, at: verb, connection: connection, "354 go on") else { return }
        if events.dropFirst(before).contains(where: { $0.hasPrefix("fault at DATA: reply") }) { continue }
        guard receive(line, connection: connection) else { return }
      case "QUIT":
        _ = answer(line, at: verb, connection: connection, "221 bye")
        return
      default: guard answer(line, at: verb, connection: connection, "250 ok") else { return }
      }
    }
    note("\(connection) lost")
  }

  /// Asks for what the mechanism still wants.
  private func logIn(_ line: Line, _ command: String) -> Bool {
    var said = [command]
    let words = command.split(separator: " ")
    let challenges =
      words.dropFirst().first == "LOGIN" ? ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"] : words.count == 2 ? [""] : []
    for challenge in challenges {
      guard line.write("334 \(challenge)"), let next = line.readLine() else { return false }
      said.append(next)
    }
    record.withLock { $0.logins += said }
    return true
  }

  private func receive(_ line: Line, connection: Int) -> Bool {
    guard let first = line.readLine() else {
      note("\(connection) lost in the message")
      return false
    }
    switch fault(at: "BODY", connection: connection) {
    case nil: break
    case .hold: released.wait()
    case .reset:
      line.breakOff()
      return false
    default: return false
    }
    var lines = [first]
    while lines.last != "." {
      guard let next = line.readLine() else {
        note("\(connection) lost in the message")
        return false
      }
      lines.append(next)
    }
    let text = lines.dropLast().map { ($0.hasPrefix(".") ? String($0.dropFirst()) : $0) + "\r\n" }.joined()
    record.withLock { record in
      record.events.append("\(connection) END")
      record.messages.append(Array(text.utf8))
    }
    let action = fault(at: "END", connection: connection)
    if action?.isRefusal != true { record.withLock { $0.taken.append(Array(text.utf8)) } }
    return carryOut(action, line, "250 queued as \(messages.count)")
  }
}

/// A connection, line by line.
private final class Line {
  private let socket: Int32
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ socket: Int32) { self.socket = socket }

  /// Without its line end; nil when the connection is over.
  func readLine() -> String? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        // A bare LF shows in the line, as it would to a server.
        let line = buffer[start..<end]
        start = end + 1
        return line.last == 0x0D
          ? String(decoding: line.dropLast(), as: UTF8.self) : String(decoding: line, as: UTF8.self) + "<bare LF>"
      }
      searched = buffer.count
      if start > 0 {
        buffer.removeFirst(start)
        searched -= start
        start = 0
      }
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = recv(socket, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer += chunk.prefix(count)
    }
  }

  func write(_ text: String) -> Bool {
    let bytes = Array((text + "\r\n").utf8)
    return send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// What was not read is thrown away and the other side told so at once.
  func breakOff() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }
}
