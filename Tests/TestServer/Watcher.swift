import Foundation
import Glibc
import LocalPostgres
import Synchronization

/// Removes folders, and stops the private servers in them, when the process that made them ends, even by a kill -9.
///
/// A small shell process reads the folders' names from a pipe, whose end comes with the end of this process. An orderly
/// exit closes the pipe too and waits for the shell, so that nothing is left running when the tests are over.
enum Watcher {
  private static let held = Mutex<(pipe: Int32, process: Int32)?>(nil)

  private static let script = """
    while read -r folder; do set -- "$@" "$folder"; done
    server() { tr '\\0' '\\n' < "/proc/$1/cmdline" | grep -qxF "$2/data"; }
    for folder do
      read -r pid < "$folder/data/postmaster.pid" && server "$pid" "$folder" && kill -QUIT "$pid"
    done
    for folder do
      while read -r pid < "$folder/data/postmaster.pid" && server "$pid" "$folder"; do sleep 0.02; done
      tries=0
      while [ -e "$folder" ] && [ "$tries" -lt 50 ]; do
        rm -rf "$folder" || sleep 0.1
        tries=$((tries + 1))
      done
    done
    """

  static func watch(_ folder: String) throws {
    try held.withLock { held in
      if held == nil { held = try start() }
      guard let pipe = held?.pipe else { return }
      let line = Array("\(folder)\n".utf8)
      guard write(pipe, line, line.count) == line.count else {
        throw TestServerError(statement: "watch \(folder)", words: String(cString: strerror(errno)))
      }
    }
  }

  private static func start() throws -> (Int32, Int32) {
    let pipe = try Command.pipe()
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    let process = try Command("/bin/sh", ["-c", script, "sh"]).launch(log: nowhere, input: pipe.read)
    close(pipe.read)
    close(nowhere)
    atexit { Watcher.finish() }
    return (pipe.write, process)
  }

  private static func finish() {
    guard let (pipe, process) = held.withLock({ $0 }) else { return }
    close(pipe)
    for _ in 0..<1500 where !Command.isOver(process) {
      usleep(20_000)
    }
  }
}
