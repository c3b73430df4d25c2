import Foundation
import Tabular

/// Files that tell of a person: found by the patterns that the database has made of name, addresses and numbers.
struct PersonFiles {
  private let anyCase: NSRegularExpression
  private let asWritten: NSRegularExpression

  /// - Throws: ``FollowUpError`` when a pattern is not a regular expression.
  init(anyCase: String, asWritten: String) throws {
    do {
      self.anyCase = try NSRegularExpression(pattern: anyCase, options: [.caseInsensitive])
      self.asWritten = try NSRegularExpression(pattern: asWritten)
    } catch {
      throw FollowUpError(.failed, "the patterns of a person cannot be read: \(error.localizedDescription)")
    }
  }

  /// Removes every file in the folders that tells of the person, and takes it out of the manifest beside it.
  ///
  /// A link is not followed. Where a manifest stands, the export was complete; without the files it still says what is there.
  /// - Returns: the paths of the files, in their order.
  /// - Throws: ``FollowUpError`` of kind output when a file cannot be read or removed.
  func remove(from folders: [String], others: [String], dryRun: Bool) throws -> [String] {
    let own = try folders.flatMap(files).filter { path in !others.contains { path.hasPrefix($0 + "/") } }
    let found = try own.filter(tellsOf).sorted()
    guard !dryRun else { return found }
    for path in found where unlink(path) != 0 && errno != ENOENT {
      throw FollowUpError(
        .output,
        "\(path) tells of the person and cannot be removed: \(String(cString: strerror(errno)))",
        remedy: "make its folder writable and run the command again; nothing was changed in the database"
      )
    }
    for folder in Set(found.map { ($0 as NSString).deletingLastPathComponent }).sorted() {
      try correctManifest(of: folder, without: Set(found))
    }
    return found
  }

  private func files(in folder: String) throws -> [String] {
    var facts = stat()
    guard stat(folder, &facts) == 0 else {
      if errno == ENOENT { return [] }
      throw unreadable(folder, String(cString: strerror(errno)))
    }
    let names: [String]
    do {
      names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    } catch {
      throw unreadable(folder, error.localizedDescription)
    }
    return names.map { "\(folder)/\($0)" }.filter { path in
      var facts = stat()
      return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
  }

  private func tellsOf(_ path: String) throws -> Bool {
    // The name of a file may tell of a person too.
    if matches((path as NSString).lastPathComponent) { return true }
    let bytes: [UInt8]
    do {
      bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw unreadable(path, error.localizedDescription)
    }
    return try Self.texts(bytes).contains(where: matches)
  }

  private func matches(_ text: String) -> Bool {
    let whole = NSRange(text.startIndex..., in: text)
    return anyCase.firstMatch(in: text, range: whole) != nil || asWritten.firstMatch(in: text, range: whole) != nil
  }

  private func correctManifest(of folder: String, without removed: Set<String>) throws {
    let path = folder + "/manifest.json"
    guard let bytes = FileManager.default.contents(atPath: path) else { return }
    var manifest: Manifest
    do {
      manifest = try JSONDecoder().decode(Manifest.self, from: bytes)
    } catch {
      throw unreadable(path, "it is not a manifest of this program")
    }
    let names = manifest.files.map(\.name).filter { removed.contains("\(folder)/\($0)") }
    guard !names.isEmpty else { return }
    for name in names { manifest.remove(file: name) }
    try manifest.write(to: folder)
  }

  private func unreadable(_ path: String, _ reason: String) -> FollowUpError {
    FollowUpError(
      .output,
      "\(path) cannot be looked through: \(reason)",
      remedy:
        "correct that, or move it out of the folder, and run the command again; nothing was changed in the database"
    )
  }

  /// What a reader of the file sees: its text, the parts of a workbook, and what a mail carries in other words.
  static func texts(_ bytes: [UInt8]) throws -> [String] {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return [try workbookText(bytes)]
    }
    // Calendars and mails break long lines.
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    var texts = [text, text.replacing("\n ", with: ""), text.replacing("\n\t", with: "")]
    if text.contains("quoted-printable") { texts.append(quotedPrintable(text)) }
    if text.contains("base64") {
      for part in base64Parts(text) { texts += try Self.texts(part) }
    }
    return texts
  }

  private static func quotedPrintable(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.replacing("=\n", with: "").utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x3D, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs of lines that are nothing but base64, decoded, and words of header lines that are.
  private static func base64Parts(_ text: String) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var run = ""
    func end() {
      if let data = Data(base64Encoded: run), !run.isEmpty { parts.append([UInt8](data)) }
      run = ""
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isPart =
        !line.isEmpty && line.count <= 998
        && line.utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            || "+/=".utf8.contains($0)
        }
      if isPart { run += line } else { end() }
    }
    end()
    return parts
  }
}
