import Foundation
import Tabular

/// Splits the stream of lists into one file per list and format, as it arrives: at any time only one list's files are open.
final class WorklistFiles: WorklistConsumer {
  private let folder: String
  private let formats: [Format]
  private let options: SinkOptions
  private var open: [(name: String, format: Format, sink: any RowSink)] = []
  private var taken: Set<String> = []
  private var manifest = Manifest()
  private var done = WorklistExport()

  init(folder: String, formats: [Format], options: SinkOptions) throws {
    self.folder = folder
    self.formats = formats
    self.options = options
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      let stale = folder + "/manifest.json"
      if FileManager.default.fileExists(atPath: stale) { try FileManager.default.removeItem(atPath: stale) }
    } catch {
      throw FollowUpError(
        .output,
        "\(folder): \(error.localizedDescription)",
        remedy: "name a folder that can be written with --out"
      )
    }
  }

  func begin(_ head: ListHead) throws {
    let stem = stem(for: head)
    for format in formats {
      let name = "\(stem).\(format.rawValue)"
      open.append((name, format, try WorklistSink.open(format, head.title, .file("\(folder)/\(name)"), options)))
    }
    done.lists += 1
  }

  func write(_ row: [String?]) throws {
    for index in open.indices { try open[index].sink.write(WorklistColumns.fields(row, for: open[index].format)) }
    done.rows += 1
  }

  func finish() throws {
    for index in open.indices {
      try open[index].sink.finish()
      let written = open[index].sink.written
      guard let digest = written.sha256 else { continue }
      manifest.add(file: open[index].name, rows: written.rows, bytes: written.bytes, sha256: digest)
    }
    open = []
  }

  /// Writes the manifest and says what was written.
  func end() throws -> WorklistExport {
    try manifest.write(to: folder)
    done.files = manifest.files.map(\.name) + ["manifest.json"]
    return done
  }

  /// `worklist-r03-jane-doe`; two that would be called the same differ by our id, which the order of the stream keeps stable.
  private func stem(for head: ListHead) -> String {
    let parts = ["worklist", Self.slug(head.externalID), Self.slug(head.name)].filter { !$0.isEmpty }
    var stem = parts.joined(separator: "-")
    if parts.count == 1 || !taken.insert(stem).inserted {
      stem += "-\(head.id)"
      taken.insert(stem)
    }
    return stem
  }

  /// What every file system takes: lower-case Latin letters and digits, words joined by one hyphen, at most 60 of them.
  static func slug(_ text: String) -> String {
    // The tables of all the world's letters take as much memory as everything else; most names do without.
    let latin = text.utf8.allSatisfy { $0 < 0x80 } ? text : inLatin(text)
    let words = latin.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return String(words.joined(separator: "-").prefix(60))
  }

  private static func inLatin(_ text: String) -> String {
    // A letter with a stroke, as in Gołąb, is no letter with a mark on it: only ICU's table of letters knows its Latin one.
    text.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? text
  }
}
