import Foundation

/// A line on standard output, written at once so that it keeps its place among tables; a closed pipe is no error.
func say(_ line: String = "", terminator: String = "\n") {
  let bytes = Array((line + terminator).utf8)
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { return }
    written += count
  }
}
