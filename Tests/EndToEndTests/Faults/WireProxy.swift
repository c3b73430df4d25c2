import Foundation
import Synchronization
import TestSupport

/// Stands between the program and the server on a Unix socket, knows every COMMIT by what it commits, and can end the program or cut the
/// connection at one of them: just before it reaches the server, or after the server has carried it out and before its answer is heard.
final class WireProxy: Sendable {
  /// On which side of the COMMIT.
  enum Side: Sendable, CaseIterable {
    case before
    case after
  }

  /// What happens there.
  enum Deed: Sendable {
    /// kill -9 of the process at the other end.
    case kill
    /// Both connections are closed.
    case cut
  }

  /// At which COMMIT: the n-th of those whose transaction ended with that statement of sql/.
  struct Fault: Sendable, CustomStringConvertible {
    let statement: String
    let time: Int
    let side: Side
    let deed: Deed

    var description: String { "\(deed) \(side) COMMIT \(time) of \(statement)" }
  }

  private struct Record {
    var commits: [String] = []
    var fault: Fault?
    var fired: [Fault] = []
    var open: Set<Int32> = []
    var isOver = false
  }

  /// Its folder, which a connection string names as the host.
  let folder: String
  private let upstream: String
  private let listener: Int32
  private let record = Mutex(Record())
  private let threads = DispatchGroup()

  /// Between `folder` and the server whose socket that is.
  init(upstream socket: String) throws {
    folder = "/tmp/followup-wire-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    upstream = socket
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    listener = try Self.listening(folder + "/.s.PGSQL.5432")
    start { [self] in accept() }
  }

  /// The statements that were committed, in order; a transaction is called by its last one.
  var commits: [String] { record.withLock { $0.commits } }

  /// The faults that happened.
  var fired: [Fault] { record.withLock { $0.fired } }

  /// Has that happen once. What was committed before is counted no more.
  func arm(_ fault: Fault) {
    record.withLock { record in
      record.commits = []
      record.fault = fault
    }
  }

  /// Ends it with its connections.
  func stop() {
    let open = record.withLock { record in
      record.isOver = true
      return record.open
    }
    shutdown(listener, Int32(SHUT_RDWR))
    for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
    threads.wait()
    close(listener)
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      FileHandle.standardError.write(Data("\(folder) stays behind: \(error)\n".utf8))
    }
  }

  // MARK: Connections

  private func start(_ work: @escaping @Sendable () -> Void) {
    threads.enter()
    Thread.detachNewThread { [threads] in
      work()
      threads.leave()
    }
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { return }
      guard let server = Self.connected(upstream) else {
        close(client)
        continue
      }
      let isOver = record.withLock { record in
        record.open.formUnion([client, server])
        return record.isOver
      }
      if isOver { return }
      start { [self] in
        carry(client: client, server: server)
        record.withLock { $0.open.subtract([client, server]) }
        close(client)
        close(server)
      }
    }
  }

  private func carry(client: Int32, server: Int32) {
    var reader = FrontendReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var sockets = [
      pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&sockets, 2, -1) > 0 {
      if sockets[1].revents != 0 {
        let count = recv(server, &buffer, buffer.count, 0)
        guard count > 0, Self.sendAll(client, buffer[..<count]) else { return }
      }
      if sockets[0].revents != 0 {
        let count = recv(client, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        reader.take(buffer[..<count])
        while let message = reader.next() {
          if let name = message.commits, let fault = fault(at: name) {
            act(fault, message.bytes + reader.pending, client: client, server: server)
            return
          }
          guard Self.sendAll(server, message.bytes[...]) else { return }
        }
      }
    }
  }

  private func fault(at name: String) -> Fault? {
    record.withLock { record in
      record.commits.append(name)
      guard let fault = record.fault, fault.statement == name, record.commits.count(where: { $0 == name }) == fault.time
      else { return nil }
      record.fault = nil
      return fault
    }
  }

  private func act(_ fault: Fault, _ words: [UInt8], client: Int32, server: Int32) {
    if fault.side == .after {
      // What follows the words (Bind, Execute, Sync) is with the words, or comes at once.
      var whole = words
      var buffer = [UInt8](repeating: 0, count: 1 << 12)
      while !whole.hasSync {
        let count = recv(client, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        whole += buffer[..<count]
      }
      guard Self.sendAll(server, whole[...]) else { return }
      var answer: [UInt8] = []
      while !answer.endsReady {
        let count = recv(server, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        answer += buffer[..<count]
      }
    }
    // It is known to have happened before the program can be seen to have ended.
    record.withLock { $0.fired.append(fault) }
    if fault.deed == .kill { kill(Self.process(of: client), SIGKILL) }
  }

  // MARK: Sockets

  private static func withAddress<T>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) throws -> T {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SupportError("the path of a socket is too long: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  private static func listening(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard try withAddress(path, { bind(descriptor, $0, $1) == 0 && listen(descriptor, 16) == 0 }) else {
      throw SupportError("\(path): \(String(cString: strerror(errno)))")
    }
    return descriptor
  }

  private static func connected(_ path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    do {
      if try withAddress(path, { connect(descriptor, $0, $1) == 0 }) { return descriptor }
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
    }
    close(descriptor)
    return nil
  }

  private static func process(of client: Int32) -> pid_t {
    // struct ucred: process, user, group.
    var credentials: [Int32] = [0, 0, 0]
    var length = socklen_t(12)
    getsockopt(client, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
    return credentials[0]
  }

  private static func sendAll(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// Cuts what a client sends into the protocol's messages.
private struct FrontendReader {
  struct Message {
    let bytes: [UInt8]
    /// Set for the words of a COMMIT: the name of the last statement before it.
    let commits: String?
  }

  /// What is not a whole message yet.
  private(set) var pending: [UInt8] = []
  private var hasBegun = false
  private var last = "nothing"

  /// Statements that every transaction begins with; one that does nothing else is called by them.
  private static let common: Set<String> = ["choose_agency", "run_hold", "run_is_mine"]

  mutating func take(_ bytes: ArraySlice<UInt8>) { pending += bytes }

  /// The next whole message; nil: more has to be read first.
  mutating func next() -> Message? {
    guard let length = nextLength() else { return nil }
    let bytes = Array(pending.prefix(length))
    pending.removeFirst(length)
    defer { hasBegun = true }
    return Message(bytes: bytes, commits: hasBegun ? look(at: bytes) : nil)
  }

  /// The first message of a connection has no letter before its length.
  private func nextLength() -> Int? {
    let start = hasBegun ? 1 : 0
    guard pending.count >= start + 4 else { return nil }
    let length = pending[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } + start
    return pending.count >= length ? length : nil
  }

  private mutating func look(at message: [UInt8]) -> String? {
    let text: ArraySlice<UInt8>
    switch message[0] {
    case UInt8(ascii: "Q"): text = message.dropFirst(5)
    case UInt8(ascii: "P"): text = message.dropFirst(5).drop { $0 != 0 }.dropFirst()
    default: return nil
    }
    let words = String(decoding: text.prefix(200).prefix { $0 != 0 }, as: UTF8.self)
    if words == "COMMIT" { return last }
    if words.hasPrefix("BEGIN") { last = "nothing" }
    if words.hasPrefix("-- "), let line = words.split(separator: "\n").first,
      let name = line.split(separator: " ").dropFirst(2).first.map(String.init),
      !Self.common.contains(name) || last == "nothing"
    {
      last = name
    }
    return nil
  }
}

extension [UInt8] {
  /// Whether a client's messages end with a Sync.
  fileprivate var hasSync: Bool { suffix(5) == [UInt8(ascii: "S"), 0, 0, 0, 4] }

  /// Whether a server's messages end with ReadyForQuery.
  fileprivate var endsReady: Bool { suffix(6).prefix(5) == [UInt8(ascii: "Z"), 0, 0, 0, 5] }
}
