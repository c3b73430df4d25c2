import Foundation
import Glibc

/// The few file operations that the room needs, each refusing with the path and a remedy.
enum Files {
  /// What lies at `path` itself; a symbolic link is not followed. Nil when nothing is there, or nothing that this user may see.
  static func look(_ path: String) -> stat? {
    var found = stat()
    return lstat(path, &found) == 0 ? found : nil
  }

  static func isFolder(_ path: String) -> Bool {
    guard let found = look(path) else { return false }
    return found.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { look(path) != nil }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// The path without symbolic links, `.` and `..`, as far as it exists; the rest is appended as it is.
  static func canonical(_ path: String) -> String {
    var head = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    head = URL(fileURLWithPath: head).standardizedFileURL.path
    var tail: [String] = []
    while head != "/" {
      if let resolved = realpath(head, nil) {
        defer { free(resolved) }
        head = String(cString: resolved)
        break
      }
      tail.insert((head as NSString).lastPathComponent, at: 0)
      head = (head as NSString).deletingLastPathComponent
    }
    return tail.reduce(head) { ($0 as NSString).appendingPathComponent($1) }
  }

  /// The names in a folder; none when it does not exist.
  static func entries(_ folder: String) throws -> [String] {
    guard exists(folder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw refused("read", folder, code: EACCES)
    }
  }

  static func makeFolder(_ path: String, mode: mode_t) throws {
    guard mkdir(path, mode) == 0 || (errno == EEXIST && isFolder(path)) else {
      throw refused("make", path, code: errno)
    }
  }

  static func makeFolders(_ path: String, mode: mode_t) throws {
    guard !exists(path) || !isFolder(path) else { return }
    let parent = (path as NSString).deletingLastPathComponent
    if parent != path { try makeFolders(parent, mode: mode) }
    var target = stat()
    if stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFDIR { return }
    try makeFolder(path, mode: mode)
  }

  static func give(_ path: String, to user: ServerUser) throws {
    guard user.isAnother else { return }
    guard lchown(path, user.id, user.group) == 0 else { throw refused("give away", path, code: errno) }
  }

  static func setMode(_ path: String, _ mode: mode_t) throws {
    guard chmod(path, mode) == 0 else { throw refused("set the permissions of", path, code: errno) }
  }

  static func read(_ path: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the whole file or leaves the old one: a temporary name in the same folder, then a rename.
  static func write(_ text: String, to path: String, mode: mode_t) throws {
    let temporary = path + ".new"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw refused("write", path, code: errno) }
    defer { close(file) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw refused("write", path, code: errno) }
      written += count
    }
    guard fchmod(file, mode) == 0, fsync(file) == 0, rename(temporary, path) == 0 else {
      throw refused("write", path, code: errno)
    }
  }

  static func rename(_ old: String, to new: String) throws {
    guard rename(old, new) == 0 else { throw refused("rename to", new, code: errno) }
    let folder = open((new as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func rename(_ old: String, _ new: String) -> Int32 { Glibc.rename(old, new) }

  /// Removes a file or a whole folder; a path that does not exist is not an error. rm follows no link while it goes down, even when
  /// somebody swaps folders under it, which matters to root.
  static func remove(_ path: String) throws {
    guard exists(path) else { return }
    let output = try Command("rm", ["-rf", "--", path]).run()
    guard output.status == 0 else {
      throw LocalPostgresError.reported("could not remove \(path)", output: output.everything)
    }
  }

  static func refused(_ action: String, _ path: String, code: Int32) -> LocalPostgresError {
    .reported("could not \(action) \(path)", output: String(cString: strerror(code)))
  }
}
