import ArgumentParser
import Foundation

@main
struct Followup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract:
      "Finds out who should contact whom after interviews and about references, and reminds them until it is done.",
    discussion: """
      A first look, on a private PostgreSQL with a made-up agency:

        followup demo
        followup worklist
        followup explain 1

      Your own agency:

        followup agency add Halyard --time-zone America/New_York
        followup import canonical exports/
        followup plan
        followup worklist --all --out lists --format csv,html
        followup nudge --dry-run

      Every night and day, and what it comes to:

        followup run nightly
        followup schedule systemd --out /etc/systemd/system
        followup runs
        followup report on_time --from 'monday - 4 weeks' --to today
        followup doctor

      --agency, --as-of, --config, --quiet, --verbose, --json-logs and --no-color may stand before or after the command.
      """,
    version: programVersion,
    // Each of them, and of theirs, says its commandName: made from the type's name, it would cost every start a search of the program.
    subcommands: [
      MigrateCommand.self,
      AgencyCommand.self,
      ImportCommand.self,
      PlanCommand.self,
      WorklistCommand.self,
      NudgeCommand.self,
      InboxCommand.self,
      PersonCommand.self,
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
      VerifyCommand.self,
      MetricsCommand.self,
      ScheduleCommand.self,
      BackupCommand.self,
      RestoreCommand.self,
      CheckCommand.self,
      DoctorCommand.self,
      DemoCommand.self,
      LocalCommand.self,
    ]
  )

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    endBySignalsAsFirstProcess()
    holdStandardDescriptors()
    do {
      var command = try parseAsRoot(try CommandWords.ordered(Array(CommandLine.arguments.dropFirst())))
      if var runnable = command as? any AsyncParsableCommand {
        try await runnable.run()
      } else {
        try command.run()
      }
      ProgressLine.shared.clear()
    } catch {
      ExitStatus.leave(with: error)
    }
  }

  /// Lets these signals end the first process of a container too. For that one the system leaves out what a signal does by default, so that
  /// whoever stops the container would wait in vain, and kill it.
  private static func endBySignalsAsFirstProcess() {
    guard getpid() == 1 else { return }
    for number in [SIGHUP, SIGINT, SIGTERM] { signal(number) { _exit(128 + $0) } }
  }

  /// Sees to it that what was closed by the caller is not given to the next file or connection that is opened, which log lines
  /// and tables would then be written into.
  private static func holdStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free one is given, and those below are held by now. One that is only read refuses what is written.
      _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
