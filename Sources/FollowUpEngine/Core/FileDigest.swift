import Crypto
import Foundation

/// The length and the SHA-256 of a file, in lower-case hexadecimal; memory does not grow with it.
///
/// - Parameter remedy: what to do where it cannot be read.
package func fileDigest(of path: String, remedy: String? = nil) throws -> (bytes: Int, sha256: String) {
  guard let file = FileHandle(forReadingAtPath: path) else {
    throw FollowUpError(.badData, "\(path) cannot be read", remedy: remedy)
  }
  var hasher = SHA256()
  var bytes = 0
  while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
    bytes += part.count
    hasher.update(data: part)
  }
  try file.close()
  return (bytes, hexadecimal(hasher.finalize()))
}
