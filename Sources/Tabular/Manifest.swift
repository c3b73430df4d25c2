import Foundation

/// `manifest.json` of an export: what was written, so that a receiver can see that all of it arrived.
///
/// It is written after all other files; where it stands, the export is complete.
public struct Manifest: Codable, Sendable, Equatable {
  /// One file of the export.
  public struct File: Codable, Sendable, Equatable {
    /// The file's name in the folder.
    public let name: String
    /// Rows, without the header line.
    public let rows: Int
    /// Bytes.
    public let bytes: Int
    /// SHA-256 in lower-case hexadecimal.
    public let sha256: String
  }

  /// The files, by name.
  public private(set) var files: [File] = []

  /// A manifest of no files yet.
  public init() {}

  /// Notes a file that has been written.
  public mutating func add(file name: String, rows: Int, bytes: Int, sha256: String) {
    let file = File(name: name, rows: rows, bytes: bytes, sha256: sha256)
    let place = files.firstIndex { $0.name >= name } ?? files.endIndex
    if place < files.endIndex, files[place].name == name {
      files[place] = file
    } else {
      files.insert(file, at: place)
    }
  }

  /// Notes a file that has been written, from what its sink says; what was not digested is not a file of the folder.
  public mutating func add(file name: String, _ written: Written) {
    guard let digest = written.sha256 else { return }
    add(file: name, rows: written.rows, bytes: written.bytes, sha256: digest)
  }

  /// Forgets a file that is gone.
  public mutating func remove(file name: String) { files.removeAll { $0.name == name } }

  /// The files as they are named from the folder above, in which theirs has that name.
  public func files(in folder: String) -> [File] {
    files.map { File(name: "\(folder)/\($0.name)", rows: $0.rows, bytes: $0.bytes, sha256: $0.sha256) }
  }

  /// Writes `manifest.json` into the folder, whole or not at all. Call it last.
  public func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let file = try AtomicFile(path: folder + "/manifest.json", followingLinks: false)
    try file.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
    try file.commit()
  }
}
