import Foundation

/// A sink that writes a table in a format to an output.
///
/// - Parameters:
///   - columns: the columns, in the order in which `write(_:)` gets the fields.
///   - title: what the table is; the caption in HTML, the sheet's name in XLSX, the calendar's name in ICS, the line
///     above a `table`. Empty for none.
/// - Throws: a ``TabularError``: `.unsuitable` when these columns cannot be had in that format, `.output` when the
///   output cannot be written.
public func makeSink(
  _ format: Format,
  columns: [Column],
  title: String,
  to output: Output,
  options: SinkOptions = SinkOptions()
) throws -> any RowSink {
  // Columns that do not suit the format are found out before the output is touched.
  switch format {
  case .json, .ndjson: try JSONSink.check(columns)
  case .ics: try ICSSink.check(columns, options)
  case .xlsx: try XLSXSink.check(columns)
  case .table, .csv, .tsv, .html: break
  }
  let stream = try openStream(output, mode: options.mode)
  switch format {
  case .table: return TableSink(columns: columns, title: title, to: stream, options: options)
  case .csv: return CSVSink(columns: columns, delimiter: options.delimiter ?? 0x2C, to: stream, excel: options.excel)
  case .tsv: return CSVSink(columns: columns, delimiter: 0x09, to: stream, excel: options.excel)
  case .json: return JSONSink(columns: columns, lines: false, to: stream)
  case .ndjson: return JSONSink(columns: columns, lines: true, to: stream)
  case .html: return HTMLSink(columns: columns, title: title, to: stream, options: options)
  case .xlsx: return try XLSXSink(columns: columns, title: title, to: stream, options: options)
  case .ics: return try ICSSink(columns: columns, title: title, to: stream, options: options)
  }
}

func openStream(_ output: Output, mode: UInt32) throws -> any ByteStream {
  switch output {
  case .standardOutput:
    return DescriptorStream(STDOUT_FILENO, name: "standard output", closing: false)
  case .memory(let buffer):
    return MemoryStream(buffer)
  case .fileInFolder(let path):
    return try AtomicFile(path: path, mode: mode, followingLinks: false)
  case .file(let path):
    // Renaming onto /dev/null or a named pipe would replace the device itself.
    var status = stat()
    if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw outputError(path, "cannot be opened for writing", errno) }
      return DescriptorStream(descriptor, name: path, closing: true)
    }
    return try AtomicFile(path: path, mode: mode)
  }
}
