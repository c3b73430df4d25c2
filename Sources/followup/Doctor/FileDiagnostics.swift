import Foundation
import LocalPostgres

/// Looks at the folders that are written into and at the files that hold secrets.
struct FileDiagnostics {
  let bootstrap: Bootstrap

  /// Tries what the night will do: a file is written there and taken away again.
  func folders(_ visit: inout Diagnostics) {
    var folders = [("output", bootstrap.outputFolder, "set output.folder in followup.yaml")]
    if let maildir = bootstrap.settings["mail.maildir"] {
      folders.append(("maildir", maildir, "set mail.maildir in followup.yaml"))
    }
    if let file = bootstrap.settings["metrics.file"] {
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      let remedy = "set metrics.file in followup.yaml"
      if FileManager.default.fileExists(atPath: folder) {
        folders.append(("metrics", folder, remedy))
      } else {
        visit.trouble("metrics", "\(folder) does not exist, so \(file) cannot be written", "make it, or \(remedy)")
      }
    }
    for (name, folder, remedy) in folders {
      let nearest = existing(folder)
      do {
        let trial = nearest + "/.followup-doctor-\(UUID().uuidString)"
        try Data("followup doctor\n".utf8).write(to: URL(fileURLWithPath: trial), options: .withoutOverwriting)
        try FileManager.default.removeItem(atPath: trial)
        let mode = try mode(of: nearest)
        // In a folder like /tmp everybody may write, but take away only what is their own.
        if mode & 0o002 != 0, mode & 0o1000 == 0 || nearest == URL(fileURLWithPath: folder).path {
          visit.trouble(name, "\(nearest) can be written to by everybody on this machine", "chmod o-w \(nearest)")
        } else {
          visit.fine(name, "goes to \(folder)")
        }
      } catch {
        visit.trouble(name, "\(nearest) cannot be written to: \(error.localizedDescription)", remedy)
      }
    }
  }

  /// Below both of these a disk is nearly full: a night of a large agency writes some hundred megabytes.
  private static let scarce = (bytes: UInt64(2) << 30, share: 0.05)
  /// Below this it is, however small the disk.
  private static let tooLittle = UInt64(200) << 20

  /// How much room is left where the program and its private server write. The disk of another server cannot be seen from here.
  func space(_ visit: inout Diagnostics) throws {
    var folders = [bootstrap.outputFolder, NSTemporaryDirectory()]
    if let maildir = bootstrap.settings["mail.maildir"] { folders.append(maildir) }
    if bootstrap.usesPrivateServer { folders.append(try LocalCluster().folder) }
    // Folders of one disk are told of once.
    var seen: Set<UInt> = []
    for folder in folders.map(existing) {
      var space = statvfs()
      guard statvfs(folder, &space) == 0 else { continue }
      guard seen.insert(space.f_fsid).inserted else { continue }
      let free = UInt64(space.f_bavail) * UInt64(space.f_frsize)
      let size = UInt64(space.f_blocks) * UInt64(space.f_frsize)
      let style = ByteCountFormatStyle(style: .memory, locale: Locale(identifier: "en_US"))
      let words = "\(style.format(Int64(free))) of \(style.format(Int64(size))) are free on the disk of \(folder)"
      let isScarce = free < Self.scarce.bytes && Double(free) < Self.scarce.share * Double(size)
      if free < Self.tooLittle || isScarce {
        visit.trouble("disk", words, "free some space, or write to another disk")
      } else if space.f_files > 0, space.f_favail == 0 {
        visit.trouble("disk", "\(folder) can take no more files", "remove files that nobody needs")
      } else {
        visit.fine("disk", words)
      }
    }
  }

  /// Files that hold a secret and that others than their owner may read, and a configuration that everybody may change.
  func secrets(_ visit: inout Diagnostics) {
    let configuration = bootstrap.configurationFile
    for file in secretFiles(configuration) where FileManager.default.fileExists(atPath: file) {
      do {
        if try mode(of: file) & 0o077 == 0 {
          visit.fine("secrets", "\(file) can be read only by its owner")
        } else if try isHandedToUs(file) {
          visit.fine("secrets", "\(file) can be read only by root and this user's group")
        } else {
          visit.trouble("secrets", "\(file) can be read by others", "chmod 600 \(file)")
        }
      } catch {
        visit.trouble("secrets", "\(file) cannot be examined: \(error.localizedDescription)", "check who owns it")
      }
    }
    guard let configuration, FileManager.default.fileExists(atPath: configuration) else { return }
    do {
      guard try mode(of: configuration) & 0o002 != 0 else { return }
      visit.trouble("configuration", "\(configuration) can be changed by everybody", "chmod o-w \(configuration)")
    } catch {
      let reason = error.localizedDescription
      visit.trouble("configuration", "\(configuration) cannot be examined: \(reason)", "check who owns it")
    }
  }

  /// The mail server's password, libpq's password file, and what holds a password among other things.
  private func secretFiles(_ configuration: String?) -> [String] {
    let environment = bootstrap.environment
    let home = environment["HOME"] ?? "~"
    let mixed = [configuration, environment["PGSERVICEFILE"] ?? "\(home)/.pg_service.conf"].compactMap(\.self)
    let passwords = [bootstrap.settings["mail.password_file"], bootstrap.settings["inbox.password_file"]]
    return (passwords + [environment["PGPASSFILE"] ?? "\(home)/.pgpass"]).compactMap(\.self)
      + mixed.filter { holdsPassword($0) }
  }

  /// Whether it is root's, and only the group that this process runs with may read it, as packages hand a secret to a service's user.
  private func isHandedToUs(_ file: String) throws -> Bool {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    let owner = attributes[.ownerAccountID] as? NSNumber
    let group = attributes[.groupOwnerAccountID] as? NSNumber
    let ours = getegid()
    return try mode(of: file) & 0o037 == 0 && owner?.uint32Value == 0 && group?.uint32Value == ours && ours != 0
  }

  /// Whether a password stands in it, within a URL or by itself, or the URL of a watcher, by which anybody could tell it anything.
  private func holdsPassword(_ file: String) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: file) else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.firstMatch(of: /:\/\/[^\/@\s]*:[^@\s]*@|password\s*=|ping_url\s*:/) != nil
  }

  private func mode(of path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
  }

  private func existing(_ folder: String) -> String {
    var url = URL(fileURLWithPath: folder)
    while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url = url.deletingLastPathComponent() }
    return url.path
  }
}
