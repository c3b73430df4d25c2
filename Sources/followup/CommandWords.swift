import ArgumentParser
import Catalog
import FollowUpEngine

/// The words of a command line as the parser takes them: options that every command understands may also stand before the command.
enum CommandWords {
  private static let flags = ["--quiet", "--verbose", "--json-logs", "--no-color"]
  private static let withValue = ["--agency", "--as-of", "--config"]

  /// The words with what stands before the command put behind the others.
  ///
  /// - Throws: `FollowUpError` of kind usage for a command that does not exist, with the one that is most like it.
  static func ordered(_ words: [String]) throws -> [String] {
    var before: [String] = []
    var rest = words[...]
    while let word = rest.first, word.hasPrefix("-") {
      let name = word.prefix { $0 != "=" }
      if flags.contains(word) || (word.contains("=") && withValue.contains(String(name))) {
        before.append(word)
        rest = rest.dropFirst()
      } else if withValue.contains(word), rest.count > 1 {
        before += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        // --help, --version, or what the parser will name.
        return words
      }
    }
    guard let command = rest.first else { return before.isEmpty ? words : before }
    let known = Followup.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard known.contains(command) || command == "help" else {
      throw FollowUpError(
        .usage,
        "the command \(command) does not exist",
        remedy: wordsToUse(known, insteadOf: command) + "; followup --help says what each does"
      )
    }
    // What follows -- is not read as options.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + before + Array(rest[end...])
  }
}
