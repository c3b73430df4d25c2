import ArgumentParser
import FollowUp
import Foundation
import Tabular

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why a follow-up is, or is not any more, on a list.",
    discussion: """
      The rule and where it comes from, the anchor and the fact it came from, every step of the due time, the policy used \
      and where it is set, the touches that counted and those that nearly did, the nudges sent and the next one.
      With --candidate: every rule, and why each asks or does not ask.
      """
  )

  /// How an explanation is written.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(help: "The follow-up's id, first column of worklists.")
  var id: Int?

  @Option(help: ArgumentHelp("Every rule for this candidate: id, email or name.", valueName: "id"))
  var candidate: String?

  @Option(help: "text or json; default: text.")
  var format: Form?

  @Option(help: ArgumentHelp("Write to this file, whole or not at all.", valueName: "file"))
  var output: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (id == nil) != (candidate == nil) else {
      throw ValidationError("say what to explain: the id of a follow-up, or --candidate ID")
    }
  }

  func run() async throws {
    let session = try await Bootstrap(options).readingSession(reading)
    let explainer = Explainer(session)
    let words: String
    if let id {
      let explanation = try await explainer.explain(id)
      words = try form == .text ? explanation.text : json(explanation)
    } else {
      let explanation = try await explainer.explain(candidate: candidate ?? "")
      words = try form == .text ? explanation.text : json(explanation)
    }
    await session.close()
    guard let output else { return try say(words, terminator: "") }
    let file = try AtomicFile(path: output)
    try file.write(words)
    try file.commit()
  }

  /// The form asked for, or what the output file's name says.
  private var form: Form {
    format ?? output.flatMap { Form(rawValue: URL(fileURLWithPath: $0).pathExtension) } ?? .text
  }

  private func json(_ explanation: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(explanation), as: UTF8.self) + "\n"
  }
}
