import Catalog
import Foundation

/// A service and a timer for each job.
struct SystemdUnits {
  let schedule: Schedule
  /// The user whose the service is.
  let user: String

  /// The files by name, in order.
  var files: [(name: String, text: String)] {
    schedule.entries.flatMap { entry in
      [
        ("followup-\(entry.job.name).service", service(entry.job)),
        ("followup-\(entry.job.name).timer", timer(entry)),
      ]
    }
  }

  private func service(_ job: Job) -> String {
    let words = schedule.command(job).map(quoted).joined(separator: " ")
    let config = schedule.config.map { "Environment=\"FOLLOWUP_CONFIG=\($0)\"\n" } ?? ""
    return """
      [Unit]
      Description=\(job.summary)
      After=network-online.target postgresql.service
      Wants=network-online.target

      [Service]
      Type=oneshot
      User=\(user)
      \(config)WorkingDirectory=~
      ExecStart=\(words)
      # Done in part: what failed is named in the journal and by followup runs.
      SuccessExitStatus=3
      TimeoutStartSec=\(job.timeLimitMinutes + 5)min
      TimeoutStopSec=2min
      UMask=0077
      NoNewPrivileges=yes
      PrivateTmp=yes
      PrivateDevices=yes
      ProtectSystem=full
      ProtectKernelTunables=yes
      ProtectKernelModules=yes
      ProtectControlGroups=yes
      RestrictSUIDSGID=yes
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
      LockPersonality=yes

      """
  }

  /// A word of a command line, in which systemd reads signs of its own.
  private func quoted(_ word: String) -> String {
    if word.allSatisfy({ $0.isLetter || $0.isNumber || "-_./".contains($0) }) { return word }
    let escaped = [("\\", "\\\\"), ("\"", "\\\""), ("%", "%%"), ("$", "$$")].reduce(word) {
      $0.replacing($1.0, with: $1.1)
    }
    return "\"\(escaped)\""
  }

  private func timer(_ entry: Schedule.Entry) -> String {
    let times = entry.zones.flatMap { zone in
      (calendar(entry.job.cron) + gaps(entry.job.cron, zone)).map { "OnCalendar=\($0) \(zone.identifier)" }
    }
    return """
      [Unit]
      Description=\(entry.job.summary)

      [Timer]
      \(times.joined(separator: "\n"))
      AccuracySec=1s
      Persistent=\(entry.job.isRepeated ? "no" : "yes")

      [Install]
      WantedBy=timers.target

      """
  }

  private func gaps(_ cron: CronSchedule, _ zone: TimeZone) -> [String] {
    cron.timesAfterGaps(in: zone, from: schedule.moment).map {
      "*-*-* \(two($0.hour)):\(two($0.minute)):00"
    }
  }

  /// The five fields as systemd writes them.
  private func calendar(_ cron: CronSchedule) -> [String] {
    let fields = cron.fields
    let months = list(fields.months, all: 12)
    let days = list(fields.days, all: 31)
    let clock = "\(list(fields.hours, all: 24)):\(list(fields.minutes, all: 60)):00"
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let weekdays = fields.weekdays.count == 7 ? "" : fields.weekdays.map { names[$0] }.joined(separator: ",") + " "
    if cron.startsOnEitherDay { return ["\(weekdays)*-\(months)-* \(clock)", "*-\(months)-\(days) \(clock)"] }
    return ["\(weekdays)*-\(months)-\(days) \(clock)"]
  }

  private func list(_ values: [Int], all count: Int) -> String {
    values.count == count ? "*" : values.map(two).joined(separator: ",")
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
