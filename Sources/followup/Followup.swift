import ArgumentParser
import Foundation

@main
struct Followup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract: "Works out who owes whom a word after interviews and with references, and sees to it that it is said.",
    version: programVersion,
    subcommands: [
      MigrateCommand.self,
      AgencyCommand.self,
      ImportCommand.self,
      PlanCommand.self,
      WorklistCommand.self,
      NudgeCommand.self,
      ReportCommand.self,
      RulesCommand.self,
      ExplainCommand.self,
      LogCommand.self,
      DoneCommand.self,
      RemindedCommand.self,
      SkipCommand.self,
      SnoozeCommand.self,
      UndoCommand.self,
      RunCommand.self,
      RunsCommand.self,
      CheckCommand.self,
      DoctorCommand.self,
      DemoCommand.self,
      LocalCommand.self,
    ]
  )

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var runnable = command as? any AsyncParsableCommand {
        try await runnable.run()
      } else {
        try command.run()
      }
    } catch {
      ExitStatus.leave(with: error)
    }
  }
}
