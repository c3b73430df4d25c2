public import Foundation

/// The bytes of a file that is held in memory.
///
/// - Throws: a ``TabularError`` of kind `.input` that names the file when it cannot be read or is larger than that many MiB.
public func wholeFile(_ path: String, mebibytes: Int) throws -> Data {
  do {
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard size <= mebibytes << 20 else {
      throw TabularError(
        kind: .input,
        file: path,
        message: "is larger than \(mebibytes) MiB",
        remedy: "export it in parts, or as CSV"
      )
    }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  } catch let error as TabularError {
    throw error
  } catch {
    throw TabularError(
      kind: .input,
      file: path,
      message: "cannot be read: \(error.localizedDescription)",
      remedy: "check its name, and that this user may read it"
    )
  }
}
