import CXlsxWriter
import Foundation

/// libxlsxwriter made safe: one workbook of one sheet, closed once.
final class Workbook {
  typealias Style = UnsafeMutablePointer<lxw_format>

  private let name: String
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let descriptor: Int32

  let heading: Style?
  let moment: Style?
  let date: Style?
  let wrapped: Style?

  /// The most characters a cell holds, in UTF-16 as Excel counts them.
  private static let longestCell = 32_767
  private static let cutMark = " … [cut: a cell holds 32,767 characters]"

  /// Begins a workbook whose sheet is called by the title, as far as Excel allows it.
  init(title: String, created: Date?, for name: String) throws {
    self.name = name
    descriptor = try Self.openNameless(for: name)
    // Only with these does the library keep no more than a row in memory.
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let workbook = workbook_new_opt("/dev/fd/\(descriptor)", &options),
      let sheet = workbook_add_worksheet(workbook, Self.sheetName(title))
    else {
      Foundation.close(descriptor)
      throw TabularError(kind: .output, file: name, message: "the workbook cannot be created")
    }
    self.workbook = workbook
    self.sheet = sheet
    heading = workbook_add_format(workbook)
    format_set_bold(heading)
    moment = workbook_add_format(workbook)
    format_set_num_format(moment, "yyyy-mm-dd hh:mm")
    date = workbook_add_format(workbook)
    format_set_num_format(date, "yyyy-mm-dd")
    wrapped = workbook_add_format(workbook)
    format_set_text_wrap(wrapped)
    setProperties(title: title, created: created)
  }

  deinit {
    // The library frees its memory only by closing, into a file that goes away with its descriptor.
    if let workbook { workbook_close(workbook) }
    Foundation.close(descriptor)
  }

  func write(_ text: String, row: Int, column: Int, style: Style?) throws {
    try check(worksheet_write_string(sheet, UInt32(row), UInt16(column), Self.fitting(text), style))
  }

  func write(_ number: Double, row: Int, column: Int, style: Style?) throws {
    try check(worksheet_write_number(sheet, UInt32(row), UInt16(column), number, style))
  }

  func write(_ value: Bool, row: Int, column: Int) throws {
    try check(worksheet_write_boolean(sheet, UInt32(row), UInt16(column), value ? 1 : 0, nil))
  }

  /// A note that a cell shows when pointed at; on paper it is at the top of every page.
  func note(_ text: String, row: Int, column: Int) throws {
    try check(worksheet_write_comment(sheet, UInt32(row), UInt16(column), text))
    try check(worksheet_set_header(sheet, "&L" + text.replacing("&", with: "&&")))
  }

  /// What makes a sheet handy: a heading that stays, filters, widths, and a page that can be printed.
  func furnish(rows: Int, widths: [Int]) {
    guard !widths.isEmpty else { return }
    worksheet_freeze_panes(sheet, 1, 0)
    worksheet_autofilter(sheet, 0, 0, UInt32(rows), UInt16(widths.count - 1))
    for (index, width) in widths.enumerated() {
      worksheet_set_column(sheet, UInt16(index), UInt16(index), Double(width), nil)
    }
    worksheet_set_landscape(sheet)
    worksheet_fit_to_pages(sheet, 1, 0)
    worksheet_repeat_rows(sheet, 0, 0)
  }

  /// Finishes the workbook and passes its bytes on.
  func close(into stream: any ByteStream) throws {
    let error = workbook_close(workbook)
    workbook = nil
    try check(error)
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw outputError(name, "the workbook cannot be read back", errno)
    }
    var chunk = [UInt8](repeating: 0, count: 128 * 1024)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw outputError(name, "the workbook cannot be read back", errno) }
      if count == 0 { return }
      try chunk.withUnsafeBytes { try stream.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  private func check(_ error: lxw_error) throws {
    guard error != LXW_NO_ERROR else { return }
    throw TabularError(
      kind: .output,
      file: name,
      message: "the workbook cannot be written: \(String(cString: lxw_strerror(error)))",
      remedy: "check the space in the folder for temporary files"
    )
  }

  /// A workbook that is written again from the same data is the same byte for byte, so its date is never the clock's.
  private func setProperties(title: String, created: Date?) {
    let stamp = created.map { time_t($0.timeIntervalSince1970.rounded(.down)) } ?? 0
    xmlText(title).withCString { text in
      var properties = lxw_doc_properties()
      properties.title = UnsafeMutablePointer(mutating: text)
      // Zero would mean now.
      properties.created = stamp == 0 ? 1 : stamp
      _ = workbook_set_properties(workbook, &properties)
    }
  }

  /// A file for the library to write, which goes away with its descriptor, in every case.
  private static func openNameless(for name: String) throws -> Int32 {
    var template = Array((FileManager.default.temporaryDirectory.path + "/table.XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw outputError(name, "a temporary file cannot be made", errno) }
    unlink(template)
    return descriptor
  }

  /// A sheet's name: at most 31 characters, none of `[ ] : * ? / \`, no apostrophe at either end, not empty.
  private static func sheetName(_ title: String) -> String {
    let forbidden = Set("[]:*?/\\\0")
    var name = ""
    for character in xmlText(title).map({ forbidden.contains($0) ? " " : $0 }) {
      guard name.utf16.count + character.utf16.count <= 31 else { break }
      name.append(character)
    }
    let ends = Set<Character>("' ")
    let trimmed = name.drop { ends.contains($0) }.reversed().drop { ends.contains($0) }.reversed()
    // "History" is the one name Excel keeps for itself.
    return trimmed.isEmpty || name.lowercased() == "history" ? "Table" : String(trimmed)
  }

  /// A text as a cell holds it. What is cut says so.
  private static func fitting(_ text: String) -> String {
    let text = xmlText(text)
    guard text.utf8.count > longestCell, text.utf16.count > longestCell else { return text }
    var kept = ""
    var left = longestCell - cutMark.utf16.count
    for character in text {
      left -= character.utf16.count
      if left < 0 { break }
      kept.append(character)
    }
    return kept + cutMark
  }
}

/// Text as XML can hold it: control characters and the two that are not characters are U+FFFD.
func xmlText(_ text: String) -> String {
  let text = withoutDirectionControls(text)
  func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE...0xFFFF: true
    default: false
    }
  }
  guard text.unicodeScalars.contains(where: isForbidden) else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.map { isForbidden($0) ? "\u{FFFD}" : $0 }))
}
