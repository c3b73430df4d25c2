import ArgumentParser
import LocalPostgres

struct LocalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local",
    abstract: "The private PostgreSQL that is used when no database is configured.",
    subcommands: [Start.self, Stop.self, ShowStatus.self, Destroy.self]
  )

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start",
      abstract: "Starts it; creates it the first time."
    )

    func run() throws {
      let running = try LocalCluster().start()
      try say(
        "\(running.startedNow ? "Started" : "Running"): PostgreSQL \(running.serverVersion), process \(running.pid)"
      )
      try say("data: \(running.dataFolder)")
      try say("psql \"\(running.conninfo)\"")
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stops it; nothing is lost.")

    func run() throws {
      try say(LocalCluster().stop() ? "Stopped." : "It was not running.")
    }
  }

  struct ShowStatus: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Says whether it runs, and where.")

    func run() throws {
      try say("\(try LocalCluster().status())")
    }
  }

  struct Destroy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "destroy",
      abstract: "Stops it and deletes it with all data in it."
    )

    @Flag(help: "Yes, delete all data.")
    var yes = false

    func run() throws {
      let cluster = try LocalCluster()
      guard yes else {
        throw ValidationError("this deletes everything in \(cluster.folder); confirm it with --yes")
      }
      try cluster.destroy()
      try say("Deleted \(cluster.folder).")
    }
  }
}
