import Foundation

/// Finds records in a file, in place in its read buffer.
///
/// A record is always whole in the buffer: where it is not, the rest is read behind it and it is scanned again, which
/// happens once a buffer and keeps the scanner free of states.
final class CSVScanner {
  struct Field {
    var start: Int
    var end: Int
    var doubled: Bool
  }

  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var fields: [Field] = []

  private let path: String
  private var delimiter: UInt8
  /// No byte above it can end a field or be wrong in one.
  private var ceiling: UInt8
  /// The number of fields that every record has; `nil`: any, and nothing is read otherwise than it is written.
  private var width: Int?
  /// What stands in the file where a record is not one of `width` fields, as far as people want to see it.
  private(set) var raw = ""
  private let descriptor: Int32
  /// Bytes of the file; 0 of what has no size, such as a pipe.
  let size: Int
  /// How many of them have been read.
  private(set) var bytesRead = 0
  private var capacity = 256 * 1024
  private var start = 0
  private var end = 0
  private var atEnd = false
  private var line = 1
  private var skippingLine = false

  /// A quote that is never closed must not draw the rest of a file of any size into memory.
  private static let longestRecord = 16 * 1024 * 1024

  private enum Outcome {
    case record(next: Int, newlines: Int, ascii: Bool)
    case needsMore(openQuote: Int?)
    case fault(Fault, at: Int)
  }

  init(path: String, delimiter: UInt8) throws {
    self.path = path
    self.delimiter = delimiter
    ceiling = max(delimiter, 0x22)
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    let code = errno
    var facts = stat()
    size = descriptor >= 0 && fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
    base = .allocate(capacity: capacity)
    guard descriptor >= 0 else { throw Self.unreadable(path, code) }
    while end < 3, !atEnd { try fill() }
    if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { start = 3 }
  }

  deinit {
    base.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Scans the next record into `fields` and returns the line it begins on; `nil` at the end of the file.
  func next() throws -> Int? {
    if skippingLine { try skipLine() }
    while true {
      if start == end {
        if atEnd { return nil }
        try fill()
        continue
      }
      switch scan() {
      case .needsMore(let openQuote):
        try fill(openQuote: openQuote)
      case .fault(let fault, let place):
        throw reject(fault, at: place)
      case .record(let next, let newlines, let ascii):
        // A blank line is not a record.
        if fields.count == 1, fields[0].end == start {
          start = next
          line += 1
          continue
        }
        let first = line
        if let width {
          if isBlank() {
            start = next
            line += newlines
            continue
          }
          while fields.count > width, let last = fields.last, last.start == last.end { fields.removeLast() }
          if fields.count != width { keepRaw(from: start, to: next) }
        }
        let wrong = ascii ? nil : firstInvalidUTF8(UnsafeBufferPointer(start: base + start, count: next - start))
        let error = wrong.map { locate(.notUTF8, at: start + $0) }
        if error == nil { unescape() } else { keepRaw(from: start, to: next) }
        start = next
        line += newlines
        if let error { throw error }
        return first
      }
    }
  }

  private func scan() -> Outcome {
    // Locals: each access to a property of a class is checked, and this runs for every byte.
    let (base, start, end, atEnd, delimiter, ceiling) = (base, start, end, atEnd, delimiter, ceiling)
    var fields: [Field] = []
    swap(&fields, &self.fields)
    defer { swap(&fields, &self.fields) }
    fields.removeAll(keepingCapacity: true)
    var bits: UInt8 = 0
    var newlines = 1
    var i = start
    var swallowed = false
    while true {
      var open = i
      while open < end, base[open] == 0x20 || base[open] == 0x09 && delimiter != 0x09 { open += 1 }
      if open < end, base[open] == 0x22 { i = open } else { open = i }
      if i < end, base[i] == 0x22 {
        i += 1
        var doubled = false
        quoted: while true {
          guard i < end else { return atEnd ? .fault(.openQuote, at: open) : .needsMore(openQuote: open) }
          let byte = base[i]
          bits |= byte
          i += 1
          if byte > 0x22 { continue }
          switch byte {
          case 0x22:
            if i == end, !atEnd { return .needsMore(openQuote: open) }
            if i == end || base[i] != 0x22 {
              fields.append(Field(start: open + 1, end: i - 1, doubled: doubled))
              while i < end, base[i] == 0x20 || base[i] == 0x09 && delimiter != 0x09 { i += 1 }
              let closes = i == end || base[i] == delimiter || base[i] == 0x0A || base[i] == 0x0D
              if swallowed, !closes { return .fault(.openQuote, at: open) }
              break quoted
            }
            doubled = true
            i += 1
          case 0x0A:
            newlines += 1
            switch readsAlone(i) {
            case nil: return .needsMore(openQuote: open)
            case .row: return .fault(.openQuote, at: open)
            case .prose: swallowed = true
            case .neither: break
            }
          case 0x0D:
            if i == end, !atEnd { return .needsMore(openQuote: open) }
            if i == end || base[i] != 0x0A {
              newlines += 1
              switch readsAlone(i) {
              case nil: return .needsMore(openQuote: open)
              case .row: return .fault(.openQuote, at: open)
              case .prose: swallowed = true
              case .neither: break
              }
            }
          case 0:
            return .fault(.nul, at: i - 1)
          default:
            break
          }
        }
      } else {
        while i < end {
          let byte = base[i]
          if byte <= ceiling {
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            if byte == 0x22 { return .fault(.strayQuote, at: i) }
            if byte == 0 { return .fault(.nul, at: i) }
          }
          bits |= byte
          i += 1
        }
        fields.append(Field(start: open, end: i, doubled: false))
      }
      guard i < end else {
        return atEnd ? .record(next: i, newlines: newlines, ascii: bits < 0x80) : .needsMore(openQuote: nil)
      }
      switch base[i] {
      case delimiter:
        i += 1
      case 0x0A:
        return .record(next: i + 1, newlines: newlines, ascii: bits < 0x80)
      case 0x0D:
        if i + 1 == end, !atEnd { return .needsMore(openQuote: nil) }
        let pair = i + 1 < end && base[i + 1] == 0x0A
        return .record(next: i + (pair ? 2 : 1), newlines: newlines, ascii: bits < 0x80)
      default:
        return .fault(.afterQuote, at: i)
      }
    }
  }

  /// Makes one quote of two, in place: the record has been found, and will not be scanned again.
  private func unescape() {
    let base = base
    for index in fields.indices where fields[index].doubled {
      let (start, end) = (fields[index].start, fields[index].end)
      var to = start
      var from = start
      while from < end {
        let byte = base[from]
        base[to] = byte
        from += byte == 0x22 ? 2 : 1
        to += 1
      }
      fields[index].end = to
    }
  }

  /// Reads on behind what is there, making room first.
  private func fill(openQuote: Int? = nil) throws {
    if start > 0 {
      memmove(base, base + start, end - start)
      end -= start
    }
    let shift = start
    start = 0
    if end == capacity {
      guard capacity < Self.longestRecord else {
        let error = locate(openQuote == nil ? .tooLong : .openQuote, at: openQuote.map { $0 - shift } ?? 0)
        keepRaw(from: 0, to: end)
        if width == nil {
          atEnd = true
          end = 0
        } else {
          // What the quote swallowed is read again, line by line.
          start = max(0, openQuote.map { $0 - shift } ?? 0)
          line = error.line ?? line
          skippingLine = true
        }
        throw error
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      memcpy(larger, base, end)
      base.deallocate()
      base = larger
      capacity *= 2
    }
    while true {
      let count = read(descriptor, base + end, capacity - end)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.unreadable(path, errno) }
      end += count
      bytesRead += count
      atEnd = count == 0
      return
    }
  }
}

// Tables as people keep them: one header line, rows of its width, and what spreadsheets leave between them.
extension CSVScanner {
  /// What a line within quotes would be if it stood by itself.
  private enum Alone {
    /// A row: the quote before it is one too many.
    case row
    /// The right number of fields, yet with blanks behind the delimiters, as in a sentence.
    case prose
    case neither
  }

  /// The header line, after which every record is to have as many fields; a line `sep=;` before it names the delimiter.
  func header() throws -> Int? {
    while start < end || !atEnd {
      if end - start < 7, !atEnd {
        try fill()
        continue
      }
      break
    }
    if end - start >= 5,
      String(decoding: UnsafeBufferPointer(start: base + start, count: 4), as: UTF8.self)
        .lowercased() == "sep=", end - start == 5 || base[start + 5] == 0x0A || base[start + 5] == 0x0D
    {
      delimiter = base[start + 4]
      ceiling = max(delimiter, 0x22)
      skippingLine = true
    }
    var first = try next()
    while first != nil, isBlank() { first = try next() }
    if first != nil { width = fields.count }
    return first
  }

  private func isBlank() -> Bool {
    fields.allSatisfy { field in (field.start..<field.end).allSatisfy { base[$0] == 0x20 || base[$0] == 0x09 } }
  }

  private func keepRaw(from: Int, to: Int) {
    var stop = from
    while stop < min(to, from + 4000), base[stop] != 0x0A, base[stop] != 0x0D { stop += 1 }
    // The database takes every character but one.
    raw = String(decoding: UnsafeBufferPointer(start: base + from, count: stop - from), as: UTF8.self)
      .split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\u{FFFD}")
  }

  /// What the line at a place is by itself; `nil`: it is not whole in the buffer yet.
  private func readsAlone(_ place: Int) -> Alone? {
    guard let width, width > 1 else { return .neither }
    let (base, end, delimiter) = (base, end, delimiter)
    var (i, count, blanks) = (place, 1, false)
    var (quoted, begins, closed, wrong) = (false, true, false, false)
    while i < end {
      let byte = base[i]
      if byte == 0x0A || byte == 0x0D { break }
      if quoted {
        if byte == 0x22 { (quoted, closed) = (false, true) }
      } else if byte == 0x22 {
        // Behind a closing quote another one is a quote that is part of the text.
        let again = closed && base[i - 1] == 0x22
        if begins || again { quoted = true } else { wrong = true }
        begins = false
        closed = false
      } else if byte == delimiter {
        count += 1
        (begins, closed) = (true, false)
        if i + 1 < end, base[i + 1] == 0x20 { blanks = true }
      } else {
        if closed, byte != 0x20 { wrong = true }
        if byte != 0x20 { begins = false }
      }
      i += 1
    }
    if i == end, !atEnd { return nil }
    guard !wrong, !quoted, count == width else { return .neither }
    return blanks ? .prose : .row
  }
}

// What is wrong in a file, and how to go on after it.
extension CSVScanner {
  private func reject(_ fault: Fault, at place: Int) -> TabularError {
    let error = locate(fault, at: place)
    keepRaw(from: start, to: end)
    if fault == .openQuote, width == nil {
      start = end
      atEnd = true
    } else {
      if let there = error.line { line = there }
      start = place
      skippingLine = true
    }
    return error
  }

  /// Goes on behind the next line end.
  func skipLine() throws {
    skippingLine = false
    while true {
      while start < end, base[start] != 0x0A, base[start] != 0x0D { start += 1 }
      if start < end, base[start] == 0x0A || start + 1 < end || atEnd {
        start += base[start] == 0x0D && start + 1 < end && base[start + 1] == 0x0A ? 2 : 1
        line += 1
        return
      }
      if atEnd { return }
      try fill()
    }
  }

  private func locate(_ fault: Fault, at place: Int) -> TabularError {
    var row = line
    var column = 1
    for i in start..<place {
      let byte = base[i]
      if byte == 0x0A || byte == 0x0D && !(i + 1 < end && base[i + 1] == 0x0A) {
        row += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return TabularError(
      kind: .input,
      file: path,
      line: row,
      column: column,
      message: fault.rawValue,
      remedy: fault.remedy
    )
  }

  fileprivate static func unreadable(_ path: String, _ code: Int32) -> TabularError {
    let remedy: String? =
      switch code {
      case ENOENT, ENOTDIR: "check the name"
      case EACCES, EPERM: "give this user the right to read it"
      case EISDIR: "give the name of a file in it"
      default: nil
      }
    return TabularError(
      kind: .input,
      file: path,
      message: "cannot be read: \(String(cString: strerror(code)))",
      remedy: remedy
    )
  }

  fileprivate enum Fault: String {
    case openQuote = "this quote is never closed"
    case strayQuote = "a quote inside a field that does not begin with one"
    case afterQuote = "text after the closing quote of a field"
    case notUTF8 = "a byte that is not UTF-8"
    case nul = "a NUL byte"
    case tooLong = "a record longer than 16 MiB"

    var remedy: String {
      switch self {
      case .openQuote: "close it, or double every quote that is part of the text"
      case .strayQuote, .afterQuote: "put the whole field in quotes and double the quotes that are part of the text"
      case .notUTF8, .nul: "save the file as UTF-8 (in Excel: \"CSV UTF-8\")"
      case .tooLong: "check that the file is CSV with this delimiter"
      }
    }
  }
}
