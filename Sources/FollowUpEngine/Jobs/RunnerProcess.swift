import Foundation

/// Which process holds a run, so that one that is gone can be taken over at once instead of after its lease.
enum Runner {
  /// This process: the machine's boot, the process, when it started, since process numbers come round again, and the namespace in
  /// which its number counts: another container's processes cannot be seen from here.
  static var current: String { identity(of: getpid()) ?? "unknown" }

  /// Whether that runner ran on this machine since it was last started, and is no more.
  static func isGone(_ runner: String) -> Bool {
    let parts = runner.split(separator: "/")
    guard parts.count == 4, let process = Int32(parts[1]), let boot = read("/proc/sys/kernel/random/boot_id"),
      parts[0] == boot, let namespace, parts[3] == namespace
    else { return false }
    return identity(of: process) != runner
  }

  private static func identity(of process: Int32) -> String? {
    guard let namespace, let boot = read("/proc/sys/kernel/random/boot_id"), let status = read("/proc/\(process)/stat"),
      let name = status.lastIndex(of: ")")
    else { return nil }
    // After the name in brackets come the state and 18 numbers before the start time, in ticks since the boot.
    let fields = status[status.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return "\(boot)/\(process)/\(fields[19])/\(namespace)"
  }

  /// The process namespace of this process; nil: without /proc nobody can be looked up.
  private static var namespace: String? {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    } catch {
      return nil
    }
  }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
