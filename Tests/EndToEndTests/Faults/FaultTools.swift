import Foundation

/// Programs of the system that make faults; nil: not installed.
enum FaultTools {
  /// Ends a process at a call of the system.
  static let strace = found("/usr/bin/strace")
  /// The library that gives a program another clock.
  static let clock = ["x86_64", "aarch64"].compactMap {
    found("/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1")
  }.first
  /// The pooler.
  static let pgbouncer = found("/usr/sbin/pgbouncer")
  /// Whether file systems can be mounted here.
  static let canMount = getuid() == 0 && found("/usr/bin/mount") != nil

  private static func found(_ path: String) -> String? {
    FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
