import Foundation
import Glibc

/// What a service of systemd may write to, while the rest of the machine's files is read-only to it.
struct ServiceFolders {
  /// The home of the service's user, in which it works.
  let home: String
  /// Folders outside of it that the settings name, in order.
  let others: [String]
  /// Whether something that it reads or writes lies where people have their homes.
  let needsHomes: Bool

  /// The home of a service's user that this machine does not know: the one that the packages give it.
  static let usualHome = "/var/lib/followup"

  /// - Parameters:
  ///   - user: the service's user.
  ///   - settings: what the jobs read.
  ///   - files: other paths that the service needs: the program, its configuration, sql/ and jobs/.
  init(user: String, settings: Settings, files: [String]) {
    let home = getpwnam(user).map { String(cString: $0.pointee.pw_dir) } ?? Self.usualHome
    let file = settings["metrics.file"].map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let maildirs = [settings["mail.maildir"], settings["inbox.maildir"]].map { $0.map(Self.fixedPart) }
    let named = ([settings["output.folder"], file] + maildirs).compactMap(\.self)
    self.home = home
    // What is relative is looked for in the home.
    others = Set(named.filter { $0.hasPrefix("/") && !Self.contains(home, $0) }).sorted()
    let read = Settings.keys.compactMap { settings[$0.key] } + files + [home]
    needsHomes = read.contains { path in ["/home/", "/root/", "/run/user/"].contains { (path + "/").contains($0) } }
  }

  /// The folder above the first part of a path that stands for an agency.
  private static func fixedPart(_ path: String) -> String {
    guard let place = path.firstRange(of: "{") else { return path }
    return URL(fileURLWithPath: String(path[..<place.lowerBound]) + "x").deletingLastPathComponent().path
  }

  private static func contains(_ folder: String, _ path: String) -> Bool { (path + "/").hasPrefix(folder + "/") }
}
