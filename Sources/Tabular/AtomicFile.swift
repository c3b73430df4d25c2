import Crypto
import Foundation

/// A file that appears whole or not at all.
///
/// The bytes go to a file without a name in the target's folder (where the system has no such thing, to a hidden
/// temporary name). `commit()` makes them durable and renames them into place, so that a reader sees the old file or
/// the new one and never a part, and a killed process leaves nothing. Letting go of it without `commit()` abandons it.
public final class AtomicFile {
  /// The path as it was given.
  public let path: String
  /// Bytes written so far.
  public private(set) var bytesWritten = 0

  private let target: String
  private let folder: String
  private var descriptor: Int32
  /// The temporary name; `nil` as long as the file has none.
  private var temporary: String?
  private var pending: [UInt8] = []
  private var hasher = SHA256()

  private static let bufferSize = 128 * 1024

  /// Opens a file to be written at `path`, whose folder must exist, with exactly these permissions.
  ///
  /// - Parameter followingLinks: whether a symbolic link is followed, so that what it points to is replaced and not the link, or
  ///   refused.
  /// Throws a ``TabularError`` of kind `.output` when it cannot be written there.
  public convenience init(path: String, mode: UInt32 = 0o600, followingLinks: Bool = true) throws {
    try self.init(path: path, mode: mode, followingLinks: followingLinks, nameless: true)
  }

  /// The same, without trying whether the file system knows nameless files.
  init(path: String, mode: UInt32, followingLinks: Bool = true, nameless: Bool) throws {
    self.path = path
    let target = try Self.resolve(path, followingLinks: followingLinks)
    self.target = target
    folder = target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    (descriptor, temporary) = try Self.openTemporary(in: folder, for: path, nameless: nameless)
    pending.reserveCapacity(Self.bufferSize)
    guard fchmod(descriptor, mode_t(mode)) == 0 else {
      throw outputError(path, "its permissions cannot be set", errno)
    }
  }

  deinit { abandon() }

  /// Appends bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard descriptor >= 0 else { throw closed() }
    bytesWritten += bytes.count
    if pending.count + bytes.count > Self.bufferSize { try flush() }
    if bytes.count >= Self.bufferSize {
      try pass(bytes)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  /// Appends text as UTF-8.
  public func write(_ string: String) throws {
    var string = string
    try string.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// The SHA-256 of all bytes written so far, in lower-case hexadecimal.
  public var sha256Hex: String {
    var copy = hasher
    pending.withUnsafeBytes { copy.update(bufferPointer: $0) }
    return hexadecimal(copy.finalize())
  }

  /// Makes the bytes durable and puts the file in its place. Afterwards nothing can be written.
  public func commit() throws {
    guard descriptor >= 0 else { throw closed() }
    try flush()
    guard fsync(descriptor) == 0 else { throw outputError(path, "cannot be written to disk", errno) }
    let name = try temporary ?? linkTemporary()
    temporary = name
    guard rename(name, target) == 0 else { throw outputError(path, "cannot replace the file of that name", errno) }
    temporary = nil
    let code = close(descriptor) == 0 ? 0 : errno
    descriptor = -1
    guard code == 0 else { throw outputError(path, "cannot be closed", code) }
    try syncFolder()
  }

  /// Throws away what was written; what stood at the path stays as it was. Does nothing after `commit()`.
  public func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    if let temporary { unlink(temporary) }
    temporary = nil
  }

  private func flush() throws {
    try pending.withUnsafeBytes { try pass($0) }
    pending.removeAll(keepingCapacity: true)
  }

  private func pass(_ bytes: UnsafeRawBufferPointer) throws {
    try writeAll(bytes, to: descriptor, name: path)
    hasher.update(bufferPointer: bytes)
  }

  private func closed() -> TabularError {
    TabularError(kind: .output, file: path, message: "has already been closed")
  }

  private static func resolve(_ path: String, followingLinks: Bool) throws -> String {
    var status = stat()
    guard lstat(path, &status) == 0 else { return path }
    var target = path
    if status.st_mode & S_IFMT == S_IFLNK, followingLinks {
      guard let resolved = realpath(path, nil) else {
        throw outputError(path, "is a link to a file that does not exist", errno)
      }
      defer { free(resolved) }
      target = String(cString: resolved)
      guard lstat(target, &status) == 0 else { throw outputError(path, "cannot be examined", errno) }
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TabularError(
        kind: .output,
        file: path,
        message: "is not a regular file, so it cannot be replaced as a whole",
        remedy: followingLinks ? "name a file" : "remove it: nothing is written through links, pipes and devices"
      )
    }
    return target
  }

  private static func openTemporary(
    in folder: String,
    for path: String,
    nameless: Bool
  ) throws -> (Int32, String?) {
    #if os(Linux)
      // Without /proc a nameless file can never get a name.
      if nameless, access("/proc/self/fd", X_OK) == 0 {
        // O_TMPFILE, which the importer does not see: it is made of two other macros.
        let descriptor = open(folder, 0o20000000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { return (descriptor, nil) }
        // Other codes mean the folder, these that the file system or the kernel knows no nameless files.
        guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else {
          throw outputError(path, "cannot be written", errno)
        }
      }
    #endif
    while true {
      let name = temporaryName(in: folder)
      let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw outputError(path, "cannot be written", errno) }
      flock(descriptor, LOCK_EX)
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (descriptor, name) }
      // Taken for a leftover before it was locked.
      close(descriptor)
    }
  }

  /// Removes the hidden files that killed processes left in a folder. Who is writing one holds a lock on it.
  static func removeLeftovers(in folder: String) {
    guard let entries = opendir(folder) else { return }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name.hasPrefix("."), name.hasSuffix(".part") else { continue }
      let number = name.dropFirst().dropLast(5)
      let isOurs = (1...longestNumber).contains(number.count) && number.allSatisfy(\.isLetterOrDigit)
      guard isOurs else { continue }
      let descriptor = open("\(folder)/\(name)", O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink("\(folder)/\(name)") }
      close(descriptor)
    }
  }

  /// Letters and digits of the largest number in a hidden name.
  private static let longestNumber = String(UInt64.max, radix: 36).count

  private static func temporaryName(in folder: String) -> String {
    "\(folder)/.\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
  }

  /// Gives the nameless file a hidden name, from which it can be renamed over an existing file.
  private func linkTemporary() throws -> String {
    let name = Self.temporaryName(in: folder)
    flock(descriptor, LOCK_EX)
    guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else {
      throw outputError(path, "cannot be given a name", errno)
    }
    return name
  }

  /// Without this a crash of the machine can lose the new name though the bytes are there.
  private func syncFolder() throws {
    let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw outputError(path, "its folder cannot be opened", errno) }
    defer { close(handle) }
    // EINVAL: a file system that cannot sync folders, and needs none.
    guard fsync(handle) == 0 || errno == EINVAL else {
      throw outputError(path, "its folder cannot be written to disk", errno)
    }
  }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

extension AtomicFile: ByteStream {
  var name: String { path }
  var digest: String? { sha256Hex }
  func finish() throws { try commit() }
}
