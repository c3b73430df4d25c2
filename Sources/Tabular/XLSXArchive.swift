import CGLib
import Foundation

/// The parts of an XLSX file, which is a ZIP archive: the directory at its end names them, zlib unpacks them.
struct XLSXArchive {
  private struct Part {
    let method: Int
    let packed: Int
    let size: Int
    let header: Int
  }

  /// More than any list has; a part that claims to be larger is not unpacked.
  private static let mebibytes = 256
  /// zlib makes one byte of at most so many.
  private static let bytesPerPacked = 1_032

  private let bytes: [UInt8]
  private var parts: [String: Part] = [:]

  /// Reads the directory. Throws a ``TabularError`` of kind `.input` when the file is not a whole archive.
  init(path: String) throws {
    try self.init(bytes: [UInt8](try wholeFile(path, mebibytes: 256)), path: path)
  }

  /// The same of bytes; `path` is for the error when they are damaged.
  init(bytes: [UInt8], path: String) throws {
    self.bytes = bytes
    // The last record has 22 bytes and a comment of at most 65,535.
    let last = bytes.count - 22
    guard last >= 0,
      let end = stride(from: last, through: max(0, last - 65_535), by: -1).first(where: { number($0, 4) == 0x0605_4B50 }
      ),
      let count = number(end + 10, 2), var place = number(end + 16, 4)
    else { throw Self.damaged(path) }
    for _ in 0..<count {
      guard number(place, 4) == 0x0201_4B50, let method = number(place + 10, 2), let packed = number(place + 20, 4),
        let size = number(place + 24, 4), let length = number(place + 28, 2), let extra = number(place + 30, 2),
        let comment = number(place + 32, 2), let header = number(place + 42, 4), place + 46 + length <= bytes.count
      else { throw Self.damaged(path) }
      let name = String(decoding: bytes[(place + 46)..<(place + 46 + length)], as: UTF8.self)
      parts[name] = Part(method: method, packed: packed, size: size, header: header)
      place += 46 + length + extra + comment
    }
  }

  static func damaged(_ path: String) -> TabularError {
    TabularError(
      kind: .input,
      file: path,
      message: "a workbook that is damaged or protected by a password",
      remedy: "save it again as an Excel workbook, or as CSV"
    )
  }

  /// The bytes of a part; nil: no part has that name. `path` is for the error when it is damaged.
  func part(_ name: String, of path: String) throws -> [UInt8]? {
    guard let part = parts[name] else { return nil }
    guard part.size <= Self.mebibytes << 20 else {
      throw TabularError(
        kind: .input,
        file: path,
        message: "the workbook's part \(name) is larger than \(Self.mebibytes) MiB",
        remedy: "save its rows as CSV, or in several workbooks"
      )
    }
    guard part.size <= (part.packed + 1) * Self.bytesPerPacked, number(part.header, 4) == 0x0403_4B50,
      let length = number(part.header + 26, 2), let extra = number(part.header + 28, 2)
    else { throw Self.damaged(path) }
    let start = part.header + 30 + length + extra
    guard start + part.packed <= bytes.count else { throw Self.damaged(path) }
    let packed = Array(bytes[start..<(start + part.packed)])
    switch part.method {
    case 0: return packed
    case 8:
      guard let unpacked = Self.inflate(packed, size: part.size) else { throw Self.damaged(path) }
      return unpacked
    default: throw Self.damaged(path)
    }
  }

  /// The names of all parts.
  var names: [String] { parts.keys.sorted() }

  private static func inflate(_ packed: [UInt8], size: Int) -> [UInt8]? {
    var input = packed
    var output = [UInt8](repeating: 0, count: size)
    var stream = z_stream()
    guard cglib_inflate_begin(&stream) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    let ended = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return CGLib.inflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return ended && Int(stream.total_out) == size ? output : nil
  }

  /// A little-endian number; nil: it does not lie within the file.
  private func number(_ place: Int, _ count: Int) -> Int? {
    guard place >= 0, place + count <= bytes.count else { return nil }
    return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}

/// All that is written in a workbook: the text of its parts, marks of XML among it.
///
/// - Throws: a ``TabularError`` of kind `.input` when the bytes are not a whole workbook.
public func workbookText(_ bytes: [UInt8]) throws -> String {
  let archive = try XLSXArchive(bytes: bytes, path: "a workbook")
  return try archive.names.compactMap { try archive.part($0, of: "a workbook") }
    .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
}
