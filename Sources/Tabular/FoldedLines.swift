public import Foundation

/// The lines of a calendar (RFC 5545) or of address cards (RFC 6350), those that go on in the next one put together.
///
/// Lines end in CR, LF or both, and nowhere else; one that begins with a blank or a tab goes on the one before it. Programs break lines within a
/// character too: bytes are put together before they are read as text.
public struct FoldedLines {
  /// A line: on which one of the file it begins, from 1, and its bytes.
  public struct Line {
    /// The line of the file on which it begins, from 1.
    public let number: Int
    /// Its bytes, without the line ends.
    public let bytes: ArraySlice<UInt8>

    /// Its text; nil: it is not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// Whether it holds nothing but blanks.
    public var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
  }

  private var bytes: [UInt8] = []
  private var places: [(number: Int, start: Int)] = []

  /// - Parameter goesOn: whether a line goes on in the next one though that does not begin with a blank: its last byte then is left out.
  public init(_ data: Data, goesOn: (ArraySlice<UInt8>) -> Bool = { _ in false }) {
    let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    let file = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    bytes.reserveCapacity(file.count)
    file.withUnsafeBytes { (file: UnsafeRawBufferPointer) in
      var (start, number) = (0, 1)
      while start < file.count {
        let end = file[start...].firstIndex { $0 == cr || $0 == lf } ?? file.count
        if let last = places.last, goesOn(bytes[last.start...]) {
          bytes.removeLast()
          bytes.append(contentsOf: file[start..<end])
        } else if !places.isEmpty, start < end, file[start] == 0x20 || file[start] == 0x09 {
          bytes.append(contentsOf: file[(start + 1)..<end])
        } else {
          places.append((number, bytes.count))
          bytes.append(contentsOf: file[start..<end])
        }
        start = end + (end + 1 < file.count && file[end] == cr && file[end + 1] == lf ? 2 : 1)
        number += 1
      }
    }
  }

  /// How many lines there are.
  public var count: Int { places.count }

  /// A line, by its number from 0.
  public subscript(position: Int) -> Line {
    let end = position + 1 < places.count ? places[position + 1].start : bytes.count
    return Line(number: places[position].number, bytes: bytes[places[position].start..<end])
  }
}
