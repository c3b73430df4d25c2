import CXlsxWriter
import Foundation
import Synchronization

/// libxlsxwriter made safe: one workbook of one or more sheets, closed once.
final class Workbook {
  typealias Style = UnsafeMutablePointer<lxw_format>

  private let name: String
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let descriptor: Int32
  /// The names of its sheets, which differ from each other in more than their case.
  private var names: [String] = []

  let styles: SheetStyles

  /// The library tells dates by gmtime(), whose result all threads share: another workbook's date would get into this one.
  private static let finishing = Mutex(())

  /// The most characters a sheet's name has, in UTF-16.
  private static let longestName = 31

  /// Begins a workbook without a sheet.
  ///
  /// - Parameter isLaidOut: whether people fill its sheets in: texts are wrapped and stand at the top of their cells.
  init(title: String, created: Date?, isLaidOut: Bool, for name: String) throws {
    self.name = name
    descriptor = try Self.openNameless(for: name)
    // Only with these does the library keep no more than a row in memory.
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let workbook = workbook_new_opt("/dev/fd/\(descriptor)", &options) else {
      Foundation.close(descriptor)
      throw TabularError(kind: .output, file: name, message: "the workbook cannot be created")
    }
    self.workbook = workbook
    styles = SheetStyles(workbook, isLaidOut: isLaidOut)
    setProperties(title: title, created: created)
  }

  deinit {
    // The library frees its memory only by closing, into a file that goes away with its descriptor.
    if let workbook { workbook_close(workbook) }
    Foundation.close(descriptor)
  }

  /// Adds a sheet that is called by the title, as far as Excel allows it.
  func addSheet(_ title: String) throws -> Sheet {
    let name = freeName(Self.sheetName(title))
    guard let workbook, let sheet = workbook_add_worksheet(workbook, name) else {
      throw TabularError(kind: .output, file: self.name, message: "the workbook cannot have a sheet \(name)")
    }
    names.append(name)
    return Sheet(sheet, named: name, in: self)
  }

  /// The name, or with a number after it where another sheet is called so.
  private func freeName(_ name: String) -> String {
    let taken = Set(names.map { $0.lowercased() })
    var (free, number) = (name, 2)
    while taken.contains(free.lowercased()) {
      let end = " (\(number))"
      var kept = name
      while kept.utf16.count + end.utf16.count > Self.longestName { kept.removeLast() }
      free = kept + end
      number += 1
    }
    return free
  }

  /// Finishes the workbook and passes its bytes on.
  func close(into stream: any ByteStream) throws {
    let error = Self.finishing.withLock { _ in workbook_close(workbook) }
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

  fileprivate func check(_ error: lxw_error) throws {
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
      guard name.utf16.count + character.utf16.count <= longestName else { break }
      name.append(character)
    }
    let ends = Set<Character>("' ")
    let trimmed = name.drop { ends.contains($0) }.reversed().drop { ends.contains($0) }.reversed()
    // "History" is the one name Excel keeps for itself.
    return trimmed.isEmpty || name.lowercased() == "history" ? "Table" : String(trimmed)
  }
}

/// A sheet of a workbook, whose rows are written one after the other.
struct Sheet {
  /// How it is called in the workbook.
  let name: String
  private let book: Workbook
  private let sheet: UnsafeMutablePointer<lxw_worksheet>

  /// The most characters a cell holds, in UTF-16 as Excel counts them.
  private static let longestCell = 32_767
  private static let cutMark = " … [cut: a cell holds 32,767 characters]"

  fileprivate init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, named name: String, in book: Workbook) {
    self.sheet = sheet
    self.name = name
    self.book = book
  }

  func write(_ text: String, row: Int, column: Int, style: Workbook.Style?) throws {
    try check(worksheet_write_string(sheet, UInt32(row), UInt16(column), Self.fitting(text), style))
  }

  func write(_ number: Double, row: Int, column: Int, style: Workbook.Style?) throws {
    try check(worksheet_write_number(sheet, UInt32(row), UInt16(column), number, style))
  }

  func write(_ value: Bool, row: Int, column: Int, style: Workbook.Style?) throws {
    try check(worksheet_write_boolean(sheet, UInt32(row), UInt16(column), value ? 1 : 0, style))
  }

  func writeBlank(row: Int, column: Int, style: Workbook.Style?) throws {
    try check(worksheet_write_blank(sheet, UInt32(row), UInt16(column), style))
  }

  /// Gives a row the height of so many lines, before its cells are written: not every program does when it opens the sheet.
  func setHeight(row: Int, lines: Int) throws {
    // A row is at most 409 points high.
    try check(worksheet_set_row(sheet, UInt32(row), Double(min(27, lines)) * 15, nil))
  }

  /// A note that a cell shows when pointed at.
  func note(_ text: String, row: Int, column: Int) throws {
    try check(worksheet_write_comment(sheet, UInt32(row), UInt16(column), text))
  }

  /// What stands at the top and the foot of every page: the title, a note, and the page's number.
  func setPage(title: String, note: String?) throws {
    // A page's head holds 255 characters, signs for what is left and right among them.
    let title = String(xmlText(title).prefix(120)).replacing("&", with: "&&")
    try check(worksheet_set_header(sheet, "&L" + title + (note.map { "&R" + $0.replacing("&", with: "&&") } ?? "")))
    try check(worksheet_set_footer(sheet, "&R&P / &N"))
    worksheet_set_margins(sheet, 0.4, 0.4, 0.75, 0.75)
  }

  /// What makes a sheet handy: a heading that stays, filters, widths, and pages one sheet wide that repeat the heading.
  ///
  /// - Parameter printed: how many columns, from the first on, are printed.
  func furnish(rows: Int, widths: [Int], hidden: Set<Int>, printed: Int) throws {
    guard !widths.isEmpty else { return }
    worksheet_freeze_panes(sheet, 1, 0)
    try check(worksheet_autofilter(sheet, 0, 0, UInt32(rows), UInt16(widths.count - 1)))
    for (index, width) in widths.enumerated() {
      var options = lxw_row_col_options(hidden: hidden.contains(index) ? 1 : 0, level: 0, collapsed: 0)
      try check(worksheet_set_column_opt(sheet, UInt16(index), UInt16(index), Double(width), nil, &options))
    }
    worksheet_set_landscape(sheet)
    worksheet_fit_to_pages(sheet, 1, 0)
    try check(worksheet_repeat_rows(sheet, 0, 0))
    if printed < widths.count { try check(worksheet_print_area(sheet, 0, 0, UInt32(rows), UInt16(printed - 1))) }
  }

  /// Offers what may be written into a column's cells and says what it means. What is not offered can be written too.
  func setEntry(_ entry: SheetLayout.Entry, rows: Int, column: Int) throws {
    let texts = ([entry.title, entry.meaning, entry.question] + entry.choices).map { strdup($0) }
    defer { texts.forEach { free($0) } }
    var choices = Array(texts[3...]) + [nil]
    try choices.withUnsafeMutableBufferPointer { choices in
      var validation = lxw_data_validation()
      validation.input_title = texts[0]
      validation.input_message = texts[1]
      validation.validate = UInt8(LXW_VALIDATION_TYPE_ANY.rawValue)
      if !entry.choices.isEmpty {
        validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
        validation.value_list = choices.baseAddress
        validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_INFORMATION.rawValue)
        validation.error_title = texts[0]
        validation.error_message = texts[2]
      }
      try check(
        worksheet_data_validation_range(sheet, 1, UInt16(column), UInt32(rows), UInt16(column), &validation)
      )
    }
  }

  /// Has cells of the columns stand out in the rows in which a formula over the first of them is true.
  func mark(_ style: Workbook.Style?, where formula: String, rows: Int, columns: ClosedRange<Int>) throws {
    try formula.withCString { text in
      var format = lxw_conditional_format()
      format.type = UInt8(LXW_CONDITIONAL_TYPE_FORMULA.rawValue)
      format.value_string = UnsafeMutablePointer(mutating: text)
      format.format = style
      let (first, last) = (UInt16(columns.lowerBound), UInt16(columns.upperBound))
      try check(worksheet_conditional_format_range(sheet, 1, first, UInt32(rows), last, &format))
    }
  }

  /// A text that leads to another sheet of the workbook.
  func writeLink(_ text: String, to other: String, row: Int, column: Int) throws {
    let target = "internal:'\(other.replacing("'", with: "''"))'!A1"
    try check(worksheet_write_url_opt(sheet, UInt32(row), UInt16(column), target, nil, Self.fitting(text), nil))
  }

  private func check(_ error: lxw_error) throws { try book.check(error) }

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
