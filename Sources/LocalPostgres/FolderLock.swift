import Foundation
import Glibc

/// Held while a cluster is made, started, stopped or removed: one process at a time; a process that dies releases it.
struct FolderLock: ~Copyable {
  private let file: Int32

  /// Waits for the process that holds the lock: most likely it is starting the server that the caller needs.
  init(_ path: String, patience: Duration = .seconds(300)) throws {
    let clock = ContinuousClock()
    let end = clock.now + patience
    while true {
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard opened >= 0 else { throw Files.refused("open", path, code: errno) }
      while flock(opened, LOCK_EX | LOCK_NB) != 0 {
        guard clock.now < end else {
          close(opened)
          throw LocalPostgresError(
            .busy,
            "another process has been starting or stopping the private PostgreSQL for \(patience)",
            where: path,
            remedy: "see who has the file open (fuser -v \(path)), end that process, and try again"
          )
        }
        usleep(20_000)
      }
      // The process that held it may have removed the folder: then the lock is useless, and a new one is needed.
      var held = stat()
      if fstat(opened, &held) == 0, let there = Files.look(path), there.st_ino == held.st_ino {
        file = opened
        return
      }
      close(opened)
      guard Files.isFolder((path as NSString).deletingLastPathComponent) else {
        throw LocalPostgresError(
          .busy,
          "meanwhile another process removed the folder",
          where: path,
          remedy: "try again"
        )
      }
    }
  }

  deinit { close(file) }
}
