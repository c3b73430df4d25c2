import Crypto
import Foundation
import Synchronization

/// Where a sink's bytes go. Letting go of one that was not finished leaves no file behind.
protocol ByteStream: AnyObject {
  /// What an error calls it.
  var name: String { get }
  var bytesWritten: Int { get }
  /// The SHA-256 so far; `nil` where bytes are not digested.
  var digest: String? { get }
  func write(_ bytes: UnsafeRawBufferPointer) throws
  func finish() throws
}

extension ByteStream {
  func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }
}

/// Bytes in memory.
public final class MemoryBuffer: Sendable {
  private let contents = Mutex<[UInt8]>([])

  /// An empty buffer.
  public init() {}

  /// What has been written so far.
  public var bytes: [UInt8] { contents.withLock { $0 } }

  /// The same as text; what is not UTF-8 shows as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  fileprivate func append(_ bytes: UnsafeRawBufferPointer) {
    // An unsafe pointer may not cross into the lock's closure, a copy may.
    let copy = [UInt8](bytes)
    contents.withLock { $0 += copy }
  }
}

final class MemoryStream: ByteStream {
  private let buffer: MemoryBuffer
  let name = "memory"

  init(_ buffer: MemoryBuffer) { self.buffer = buffer }

  var bytesWritten: Int { buffer.bytes.count }
  var digest: String? { hexadecimal(SHA256.hash(data: buffer.bytes)) }
  func write(_ bytes: UnsafeRawBufferPointer) { buffer.append(bytes) }
  func finish() {}
}

/// Bytes to an open descriptor, as they come.
final class DescriptorStream: ByteStream {
  private let descriptor: Int32
  private let closing: Bool
  let name: String
  private(set) var bytesWritten = 0
  var digest: String? { nil }

  init(_ descriptor: Int32, name: String, closing: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.closing = closing
  }

  deinit {
    if closing { close(descriptor) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try writeAll(bytes, to: descriptor, name: name)
    bytesWritten += bytes.count
  }

  func finish() {}
}

/// Writes a text to standard output at once.
/// - Throws: a ``TabularError``: `.closedPipe` when nobody reads any more, `.output` when it cannot be written.
public func writeStandardOutput(_ text: String) throws {
  var text = text
  try text.withUTF8 { try writeAll(UnsafeRawBufferPointer($0), to: STDOUT_FILENO, name: "standard output") }
}

/// Writes every byte, however often the system takes only some of them.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, name: String) throws {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
      write(descriptor, $0.baseAddress, $0.count)
    }
    if count >= 0 {
      rest = rest.dropFirst(count)
      continue
    }
    switch errno {
    case EINTR: continue
    case EAGAIN:
      // A terminal or pipe that another program has set to non-blocking.
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&waiting, 1, -1)
    case EPIPE:
      throw TabularError(kind: .closedPipe, file: name, message: "this output is no longer read")
    case let code:
      throw outputError(name, "cannot be written", code)
    }
  }
}

/// What the system said about an output, and what to do about it.
func outputError(_ file: String, _ what: String, _ code: Int32) -> TabularError {
  let remedy: String? =
    switch code {
    case ENOSPC, EDQUOT: "free some space, or write to another disk"
    case EACCES, EPERM, EROFS: "choose a folder that this user may write to"
    case ENOENT, ENOTDIR: "create the folder first"
    default: nil
    }
  return TabularError(
    kind: .output,
    file: file,
    message: "\(what): \(String(cString: strerror(code)))",
    remedy: remedy
  )
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
