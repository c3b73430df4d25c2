import Foundation
import Tabular

/// A list that is mailed: its words, and the same rows as files that go with it.
final class DeliveredList: WorklistConsumer {
  /// What is mailed.
  struct Mail: Sendable {
    /// What the mail says.
    let words: NudgeWords.Words
    /// What goes with it.
    let files: [File]
  }

  /// A file that goes with a message, as sql/engine/worklist/list_queue.sql takes it.
  struct File: Sendable, Encodable {
    let fileName: String
    let mediaType: String
    let base64: String

    /// As a JSON array.
    static func json(_ files: [File]) throws -> String {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      return String(decoding: try encoder.encode(files), as: UTF8.self)
    }
  }

  private let mail: ListMail
  private let formats: [Format]
  private let options: SinkOptions
  private let words: PageWords
  private var files: [(list: OneList, buffer: MemoryBuffer, format: Format)] = []

  init(_ mail: ListMail, formats: [Format], options: SinkOptions, words: PageWords) {
    self.mail = mail
    self.formats = formats
    self.options = options
    self.words = words
  }

  func begin(_ head: ListHead) throws {
    try mail.begin(head)
    for format in formats {
      let buffer = MemoryBuffer()
      let list = OneList(format: format, output: .memory(buffer), options: options, words: words)
      try list.begin(head)
      files.append((list, buffer, format))
    }
  }

  func write(settled: [SettledFollowUp]) throws {
    for file in files { try file.list.write(settled: settled) }
  }

  func write(_ row: [String?]) throws {
    try mail.write(row)
    for file in files { try file.list.write(row) }
  }

  func finish() throws {
    try mail.finish()
    for file in files { try file.list.finish() }
  }

  /// nil: there is nothing on the list.
  func end() throws -> Mail? {
    guard let words = try mail.end() else { return nil }
    return Mail(
      words: words,
      files: files.map { file in
        File(
          fileName: "worklist.\(file.format.rawValue)",
          mediaType: Self.mediaType(file.format),
          base64: Data(file.buffer.bytes).base64EncodedString()
        )
      }
    )
  }

  private static func mediaType(_ format: Format) -> String {
    switch format {
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .ics: "text/calendar; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}
