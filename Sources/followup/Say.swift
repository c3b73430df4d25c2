import Foundation
import Tabular

/// A line on standard output, written at once so that it keeps its place among tables.
///
/// A closed pipe is not an error.
/// - Throws: a `TabularError` of kind `output`, which ends the program with 74, when it cannot be written.
func say(_ line: String = "", terminator: String = "\n") throws {
  ProgressLine.shared.clear()
  do {
    try writeStandardOutput(visible(line, keepingLines: true) + terminator)
  } catch let error as TabularError where error.kind == .closedPipe {
    // The reader has stopped reading; the exit code still tells the result of the work.
  }
}

/// A line on standard error. One that cannot be written is dropped: words about the work never decide how it ends.
func mention(_ line: String) {
  ProgressLine.shared.clear()
  writeStandardError(visible(line, keepingLines: true) + "\n")
}

/// Bytes on standard error, as they are.
func writeStandardError(_ text: String) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { return }
    rest = rest.dropFirst(count)
  }
}
