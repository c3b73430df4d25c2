import CGMime
import Foundation

/// Delivers into a maildir on this host (tmp/, new/, cur/): for tests, and for a mail system that picks messages up there.
///
/// The file is named after the Message-ID, so that a message is there once however often it is delivered. It appears whole or not
/// at all, has LF line ends as is the custom, and mode 0600.
public actor MaildirChannel: MailChannel {
  /// `maildir FOLDER`.
  public nonisolated let name: String
  private let folder: String
  private let executor = BlockingExecutor(label: "mail.maildir")
  private var isSwept = false

  /// What lies in tmp/ for longer than this was left by a delivery that was killed (maildir(5)): 36 hours, in seconds.
  private static let oldest = 36 * 3_600

  /// A channel into that folder, which is made when it is missing; the folder above it must exist.
  public init(folder: String) {
    self.folder = folder
    name = "maildir \(folder)"
  }

  /// Its own thread: fsync blocks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Makes what is missing of the folders, tries whether they can be written, and takes away what a killed delivery left in tmp/.
  public func prepare() async throws {
    do {
      for path in [folder, folder + "/tmp", folder + "/new", folder + "/cur"] {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure("cannot make the folder \(path)") }
        guard access(path, W_OK | X_OK) == 0 else { throw failure("cannot write into \(path)") }
      }
      try sweep()
    } catch {
      throw MailError.unreachable("\(error)")
    }
  }

  /// Writes one message down; a message that is already there, read or unread, stays as it is.
  public func deliver(_ message: Message) async -> Delivery {
    let (bytes, file): ([UInt8], String)
    do {
      bytes = try message.rendered().filter { $0 != 0x0D }  // every CR stands before an LF
      file = try Self.fileName(for: message.bareMessageID())
    } catch {
      return .notSent(reason: "\(error)", retryable: false)
    }
    if Task.isCancelled {
      return .notSent(reason: "\(name): stopped before the message was written, as requested", retryable: true)
    }
    do {
      try await prepare()
      return .sent(reply: try store(bytes, as: file) ? "written to new/\(file)" : "already there")
    } catch {
      return .notSent(reason: "\(error)", retryable: true)
    }
  }

  /// Nothing is held open.
  public func close() async {}

  /// False: a message of that name is already there.
  private func store(_ bytes: [UInt8], as file: String) throws -> Bool {
    let before = try changeTime(of: folder + "/cur")
    if try isRead(file) { return false }
    let temporary = "\(folder)/tmp/\(getpid()).\(UUID().uuidString)"
    defer { unlink(temporary) }
    try write(bytes, to: temporary)
    let target = "\(folder)/new/\(file)"
    if link(temporary, target) != 0 {
      if errno == EEXIST { return false }
      throw failure("cannot make \(target)")
    }
    // A reader may have moved an earlier copy from new/ to cur/ since we looked.
    if try changeTime(of: folder + "/cur") != before, try isRead(file) {
      unlink(target)
      return false
    }
    try synchronize(folder + "/new")
    return true
  }

  /// Whether a reader has taken the message over into cur/, where flags follow its name.
  private func isRead(_ file: String) throws -> Bool {
    guard let entries = opendir(folder + "/cur") else { throw failure("cannot read \(folder)/cur") }
    defer { closedir(entries) }
    errno = 0
    while let entry = readdir(entries) {
      let found = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
      }
      if found == file || found.hasPrefix(file + ":") { return true }
      errno = 0
    }
    guard errno == 0 else { throw failure("cannot read \(folder)/cur") }
    return false
  }

  /// Takes away what was left in tmp/, once for each channel. What cannot be taken away lies in nobody's way.
  private func sweep() throws {
    guard !isSwept else { return }
    isSwept = true
    let path = folder + "/tmp"
    guard let entries = opendir(path) else { throw failure("cannot read \(path)") }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
      }
      var facts = stat()
      guard lstat("\(path)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
        time(nil) - facts.st_mtim.tv_sec > Self.oldest
      else { continue }
      unlink("\(path)/\(name)")
    }
  }

  private func changeTime(of path: String) throws -> [Int] {
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw failure("cannot read \(path)") }
    return [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("cannot make \(path)") }
    defer { Glibc.close(file) }
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure("cannot write \(path)") }
        done += count
      }
    }
    guard fsync(file) == 0 else { throw failure("cannot write \(path) to disk") }
  }

  private func synchronize(_ path: String) throws {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure("cannot open \(path)") }
    defer { Glibc.close(file) }
    guard fsync(file) == 0 else { throw failure("cannot write \(path) to disk") }
  }

  /// With what the system says about the last call.
  private func failure(_ what: String) -> MailError {
    let reason = String(cString: strerror(errno))
    return .unreachable("\(name): \(what): \(reason). Check the path, its owner and permissions, and the space left")
  }

  /// The Message-ID as a file name: readable, one to one, and without what a maildir or a file system reads as something else.
  static func fileName(for messageID: String) throws -> String {
    var name = ""
    for (index, byte) in messageID.utf8.enumerated() {
      let plain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "@_-+".utf8.contains(byte) || (byte == 0x2E && index > 0)
      let hex = String(byte, radix: 16, uppercase: true)
      name += plain ? String(Unicode.Scalar(byte)) : "=" + (hex.count < 2 ? "0" : "") + hex
    }
    GMimeLibrary.start()
    return name.count <= 200 ? name : try "=" + GMimeLibrary.digest(messageID)
  }
}
