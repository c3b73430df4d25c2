import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Tabular

extension ImportCommand {
  struct Suggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "suggest",
      abstract: "Writes a first mapping for an export that no mapping knows.",
      discussion: """
        It looks at the names of the columns and at the first rows, and opens no database. Lines marked check: are guesses. What nothing is taken from
        is named with its file. For example:

          followup import suggest export/ --output jobs/imports/talentbook.yaml
          followup import talentbook export/ --preview
        """
    )

    @Argument(help: "Folders of files, or files: CSV, XLSX, JSON, NDJSON, vCard, iCalendar.")
    var paths: [String]

    @Option(help: ArgumentHelp("Write the mapping to this file, which must not exist yet.", valueName: "file"))
    var output: String?

    @Flag(help: "With --output: also where the file exists.")
    var force = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
      if paths.isEmpty { throw ValidationError("name a folder or a file") }
      if force, file == nil { throw ValidationError("--force needs --output") }
    }

    /// nil: standard output.
    private var file: String? { output == "-" ? nil : output }

    func run() async throws {
      let home = try await Bootstrap(options).home
      if let file, !force, FileManager.default.fileExists(atPath: file) {
        throw FollowUpError(.usage, "\(file) exists", remedy: "name another file, or add --force to replace it")
      }
      if let file { try refuseWordOfTheCommand(Self.name(of: file)) }
      let suggestion = try ImportSuggestion(paths: paths, home: home)
      if let file {
        // It holds nothing of a person.
        let target = try AtomicFile(path: file, mode: 0o644)
        try target.write(suggestion.text)
        try target.commit()
      } else {
        try say(suggestion.text, terminator: "")
      }
      for fault in suggestion.unreadable { mention("\(fault)") }
      if !options.quiet {
        for unread in suggestion.unread { mention(unread.description) }
        for file in suggestion.files { mention(file.description) }
        mention(try next(suggestion, home))
      }
      if !suggestion.unreadable.isEmpty { throw ExitStatus.Partial() }
    }

    private static func name(of file: String) -> String {
      URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    }

    /// A mapping of such a name could not be imported with.
    private func refuseWordOfTheCommand(_ name: String) throws {
      let words = ["canonical"] + ImportCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
      guard words.contains(name) else { return }
      throw FollowUpError(
        .usage,
        "followup import \(name) means something else",
        remedy: "name the file after the system"
      )
    }

    /// What to do with it.
    private func next(_ suggestion: ImportSuggestion, _ home: Home) throws -> String {
      let checks = suggestion.checks
      let look = "look at the \(checks == 1 ? "line" : "\(checks) lines") marked check"
      guard let file else { return "\(look); --output jobs/imports/NAME.yaml writes the mapping to a file" }
      let name = Self.name(of: file)
      let isFound = try ImportMapping.names(home: home).contains(name)
      let place = isFound ? "" : ", put it into jobs/imports, or imports of a folder of catalog.folders"
      return "\(look) in \(file)\(place), then: followup import \(name) \(paths.joined(separator: " ")) --preview"
    }
  }
}
