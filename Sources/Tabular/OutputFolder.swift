import Foundation

/// A folder for files that hold people's data.
public enum OutputFolder {
  /// Makes the folder, and those above it, where it is missing: for its owner alone. What killed processes left half-way in it is removed.
  ///
  /// - Returns: what is to be said of a folder in which everybody can replace the files; `nil`: nothing.
  /// - Throws: a ``TabularError`` of kind `.output` when it cannot be made.
  public static func make(_ path: String, remedy: String) throws -> String? {
    let doubt = doubt(path)
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw TabularError(
        kind: .output,
        file: path,
        message: "the folder cannot be made: \(error.localizedDescription)",
        remedy: remedy
      )
    }
    AtomicFile.removeLeftovers(in: path)
    return doubt
  }

  /// Looks at the folder, or at the nearest above it that is there: what is made below is its owner's alone.
  private static func doubt(_ path: String) -> String? {
    var url = URL(fileURLWithPath: path)
    var status = stat()
    while stat(url.path, &status) != 0 {
      guard url.path != "/" else { return nil }
      url = url.deletingLastPathComponent()
    }
    guard status.st_mode & S_IWOTH != 0, status.st_mode & S_ISVTX == 0 else { return nil }
    return "everybody on this machine can replace the files in \(url.path); chmod o-w \(url.path)"
  }
}
