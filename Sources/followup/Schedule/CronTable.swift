import Catalog
import Foundation

/// A crontab in the zone of the machine, which is the only one that cron knows.
struct CronTable {
  let schedule: Schedule
  let machine: TimeZone

  /// The file.
  var text: String {
    var lines = [
      "# For a machine whose clock is in \(machine.identifier). A start too many does nothing: see followup run --help.",
      "# What a job says goes to the run's record (followup runs); cron mails what goes wrong.",
    ]
    if let config = schedule.config { lines.append("FOLLOWUP_CONFIG=\(config)") }
    for entry in schedule.entries {
      lines.append("# \(entry.job.name): \(entry.job.summary)")
      for time in times(entry) { lines.append("\(time) \(command(entry.job)) >/dev/null") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A per cent sign ends the command in a crontab.
  private func command(_ job: Job) -> String { schedule.shellCommand(job).replacing("%", with: "\\%") }

  /// Minutes and hours for each group of minutes that have the same hours, and the days.
  private func times(_ entry: Schedule.Entry) -> [String] {
    let zones = entry.zones ?? []
    let own = zones.allSatisfy { $0.identifier == machine.identifier }
    if own {
      let gaps = entry.job.cron.timesAfterGaps(in: machine, from: schedule.moment)
      return [entry.job.schedule] + gaps.map { "\($0.minute) \($0.hour) * * *" }
    }
    let all = Set(zones.flatMap { entry.job.cron.times(in: $0, on: machine, from: schedule.moment) })
    let hours = Dictionary(grouping: all, by: \.minute).mapValues { $0.map(\.hour).sorted() }
    return Dictionary(grouping: hours.keys, by: { hours[$0] ?? [] })
      .map { hours, minutes in (minutes.sorted(), hours) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
      .map { minutes, hours in "\(list(minutes)) \(list(hours)) * * *" }
  }

  private func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: ",") }
}
