import ArgumentParser
import FollowUpEngine
import Foundation
import Tabular

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why a follow-up is, or is no longer, on a list.",
    discussion: """
      The rule and where it comes from, the anchor and the fact it came from, every step of the due time, the policy used \
      and where it is set, the touches that counted and those that almost counted, the nudges sent and the next one.
      With --candidate: every rule, and why each asks or does not ask.
      """
  )

  /// How an explanation is written.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(help: "The follow-up's id; the first column of a worklist.")
  var id: Int?

  @Option(help: ArgumentHelp("Every rule for this candidate: id, email or name.", valueName: "id"))
  var candidate: String?

  @Option(help: "text or json; default: what the extension of --output says (.txt, .json), else text.")
  var format: Form?

  @Option(help: ArgumentHelp("Write to this file, completely or not at all.", valueName: "file"))
  var output: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (id == nil) != (candidate == nil) else {
      throw ValidationError("say what to explain: the id of a follow-up, or --candidate ID")
    }
    _ = try form()
  }

  func run() async throws {
    let form = try form()
    let session = try await Bootstrap(options).readingSession(reading)
    let explainer = Explainer(session)
    let words: String
    if let id {
      let explanation = try await explainer.explain(id)
      words = try form == .text ? visible(explanation.text, keepingLines: true) : json(explanation)
    } else {
      let explanation = try await explainer.explain(candidate: candidate ?? "")
      words = try form == .text ? visible(explanation.text, keepingLines: true) : json(explanation)
    }
    await session.close()
    let width = form == .text && file == nil && isatty(STDOUT_FILENO) == 1 ? Terminal.width : nil
    try writeText(width.map { wrappedLines(words, to: $0) } ?? words, to: file.map { .file($0) } ?? .standardOutput)
  }

  /// The file to write, unless it is standard output.
  private var file: String? { output == "-" ? nil : output }

  /// The form asked for, else the one of the output file's extension; text where it has none.
  private func form() throws -> Form {
    if let format { return format }
    guard let file else { return .text }
    switch URL(fileURLWithPath: file).pathExtension.lowercased() {
    case "", "txt", "text": return .text
    case "json": return .json
    case let ending:
      throw ValidationError(
        "--output \(file): an explanation is written as .txt or .json, not .\(ending); or say which with --format"
      )
    }
  }

  private func json(_ explanation: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(explanation), as: UTF8.self) + "\n"
  }
}
