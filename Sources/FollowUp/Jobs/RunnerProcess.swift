import Foundation

/// Which process holds a run, so that one that is gone can be taken over at once instead of after its lease.
enum Runner {
  /// This process: the machine's boot, the process, and when it started, since process numbers come round again.
  static var current: String { identity(of: getpid()) ?? "unknown" }

  /// Whether that runner ran on this machine since it was last started, and is no more.
  static func isGone(_ runner: String) -> Bool {
    let parts = runner.split(separator: "/")
    guard parts.count == 3, let process = Int32(parts[1]), let boot = read("/proc/sys/kernel/random/boot_id"),
      parts[0] == boot
    else { return false }
    return identity(of: process) != runner
  }

  private static func identity(of process: Int32) -> String? {
    guard let boot = read("/proc/sys/kernel/random/boot_id"), let status = read("/proc/\(process)/stat"),
      let name = status.lastIndex(of: ")")
    else { return nil }
    // After the name in brackets come the state and 18 numbers before the start time, in ticks since the boot.
    let fields = status[status.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return "\(boot)/\(process)/\(fields[19])"
  }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
