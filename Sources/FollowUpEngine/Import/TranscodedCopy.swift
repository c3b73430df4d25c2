import Catalog
import Foundation
import Tabular

/// A file's text as UTF-8, in a temporary file without a name, which nobody else opens and a killed process does not leave behind:
/// CSV is read in one encoding only.
final class TranscodedCopy {
  /// Where it is opened for reading, as often as wanted and as long as this lives.
  let path: String
  private let output: FileHandle

  /// Copies piece by piece. Throws a `TabularError` of kind `.input` when the file cannot be read or the copy not written.
  init(of source: String, from encoding: ImportMapping.Reading.Encoding) throws {
    let refusal = { (what: String) in TabularError(kind: .input, file: source, message: what) }
    guard let input = FileHandle(forReadingAtPath: source) else { throw refusal("cannot be read") }
    var name = Array((NSTemporaryDirectory() + "/followup-import.XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw refusal("cannot be copied as UTF-8 to \(NSTemporaryDirectory())") }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    path = "/dev/fd/\(descriptor)"
    output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      var decoder = Decoder(encoding: encoding)
      while let piece = try input.read(upToCount: 1 << 16), !piece.isEmpty {
        try output.write(contentsOf: Data(decoder.utf8(Array(piece))))
      }
      try output.write(contentsOf: Data(decoder.rest()))
      try input.close()
    } catch {
      throw refusal("cannot be copied as UTF-8: \(error.localizedDescription)")
    }
  }

}

/// Turns bytes into UTF-8; a character may begin in one piece and end in the next.
private struct Decoder {
  /// 0x80 to 0x9F in windows-1252; the five holes are the control characters of latin-1.
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E,
    0x0178,
  ]

  let encoding: ImportMapping.Reading.Encoding
  private var half: UInt8?
  private var high: UInt16?
  private var isBigEndian: Bool?

  init(encoding: ImportMapping.Reading.Encoding) {
    self.encoding = encoding
  }

  mutating func utf8(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      switch encoding {
      case .utf8: text.append(byte)
      case .latin1: append(UInt32(byte), to: &text)
      case .windows1252: append((0x80...0x9F).contains(byte) ? Self.windows[Int(byte) - 0x80] : UInt32(byte), to: &text)
      case .utf16: appendHalf(byte, to: &text)
      }
    }
    return text
  }

  /// What was left over at the end: half a character is shown as one that cannot be read.
  mutating func rest() -> [UInt8] {
    var text: [UInt8] = []
    if half != nil || high != nil { append(0xFFFD, to: &text) }
    return text
  }

  private mutating func appendHalf(_ byte: UInt8, to text: inout [UInt8]) {
    guard let first = half else {
      half = byte
      return
    }
    half = nil
    if isBigEndian == nil {
      isBigEndian = first == 0xFE && byte == 0xFF
      if first == 0xFE && byte == 0xFF || first == 0xFF && byte == 0xFE { return }
    }
    let unit = isBigEndian == true ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
    if let lead = high {
      high = nil
      if (0xDC00...0xDFFF).contains(unit) {
        append(0x10000 + (UInt32(lead) - 0xD800) << 10 + UInt32(unit) - 0xDC00, to: &text)
        return
      }
      append(0xFFFD, to: &text)
    }
    if (0xD800...0xDBFF).contains(unit) { high = unit } else { append(UInt32(unit), to: &text) }
  }

  private func append(_ code: UInt32, to text: inout [UInt8]) {
    text += UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}").map(Array.init) ?? []
  }
}
