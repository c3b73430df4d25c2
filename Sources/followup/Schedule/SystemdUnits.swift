import Catalog
import Foundation

/// A service and a timer for each job.
struct SystemdUnits {
  let schedule: Schedule
  /// The user whose the service is.
  let user: String
  /// What it may write to.
  let folders: ServiceFolders

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
    let config = schedule.config.map { "Environment=\(text("FOLLOWUP_CONFIG=\($0)"))\n" } ?? ""
    // The job's own limit holds for each of several agencies.
    let limit = schedule.isForAll ? "infinity" : "\(job.timeLimitMinutes + 5)min"
    let writable = [folders.home] + folders.others.map { "-" + $0 }
    return """
      [Unit]
      Description=\(job.summary)
      Documentation=man:followup(1)
      After=network-online.target postgresql.service
      Wants=network-online.target

      [Service]
      Type=oneshot
      User=\(user)
      \(config)# Secrets that are not in files of their own, one NAME=VALUE a line; need not exist.
      EnvironmentFile=-/etc/followup/environment
      WorkingDirectory=~
      ExecStart=\(words)
      # Done in part: what failed is named in the journal and by followup runs.
      SuccessExitStatus=3
      TimeoutStartSec=\(limit)
      TimeoutStopSec=2min
      UMask=0077
      # Only these folders can be written to. Other processes stay visible: whether the runner of a run is still there is read in /proc.
      ProtectSystem=strict
      ReadWritePaths=\(writable.map(text).joined(separator: " "))
      ProtectHome=\(folders.needsHomes ? "read-only" : "yes")
      PrivateTmp=yes
      PrivateDevices=yes
      ProtectClock=yes
      ProtectControlGroups=yes
      ProtectHostname=yes
      ProtectKernelLogs=yes
      ProtectKernelModules=yes
      ProtectKernelTunables=yes
      NoNewPrivileges=yes
      CapabilityBoundingSet=
      LockPersonality=yes
      MemoryDenyWriteExecute=yes
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
      RestrictNamespaces=yes
      RestrictRealtime=yes
      RestrictSUIDSGID=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      SystemCallErrorNumber=EPERM

      """
  }

  /// A word of a command line, in which systemd reads signs of its own.
  private func quoted(_ word: String) -> String { text(word).replacing("$", with: "$$") }

  /// A word of any other setting.
  private func text(_ word: String) -> String {
    if word.allSatisfy({ $0.isLetter || $0.isNumber || "-_./".contains($0) }) { return word }
    let escaped = [("\\", "\\\\"), ("\"", "\\\""), ("%", "%%")].reduce(word) { $0.replacing($1.0, with: $1.1) }
    return "\"\(escaped)\""
  }

  private func timer(_ entry: Schedule.Entry) -> String {
    let times =
      entry.zones?.flatMap { zone in
        (calendar(entry.job.cron) + gaps(entry.job.cron, zone)).map { "OnCalendar=\($0) \(zone.identifier)" }
      } ?? ["OnCalendar=\(anywhere(entry.job))"]
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

  /// The times of a job in whatever zone, all of which are quarters of an hour apart: the job finds out for itself where it is due. One that is
  /// repeated keeps its own minutes.
  private func anywhere(_ job: Job) -> String {
    let minutes = job.cron.fields.minutes
    let later = job.isRepeated ? [0] : [0, 15, 30, 45]
    let all = Set(minutes.flatMap { minute in later.map { (minute + $0) % 60 } }).sorted()
    return "*-*-* *:\(list(all, all: 60)):00"
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
