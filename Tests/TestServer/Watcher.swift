import Foundation
import Glibc
import LocalPostgres
import Synchronization

/// Removes the private test server when the process that made it ends, even by a kill -9.
///
/// A small shell process reads from a pipe that nobody writes to: its end comes with the end of this process. An orderly
/// exit closes the pipe too and waits for the shell, so that nothing is left running when the tests are over.
enum Watcher {
  private static let held = Mutex<(pipe: Int32, process: Int32)?>(nil)

  private static let script = """
    read -r nothing
    pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null) &&
      tr '\\0' '\\n' < "/proc/$pid/cmdline" 2> /dev/null | grep -qxF "$1/data" &&
      kill -QUIT "$pid"
    while [ -n "$pid" ] && tr '\\0' '\\n' < "/proc/$pid/cmdline" 2> /dev/null | grep -qxF "$1/data"; do sleep 0.02; done
    tries=0
    while [ -e "$1" ] && [ "$tries" -lt 50 ]; do rm -rf "$1"; tries=$((tries + 1)); [ -e "$1" ] && sleep 0.1; done
    :
    """

  static func watch(_ folder: String) throws {
    let pipe = try Command.pipe()
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    let process = try Command("/bin/sh", ["-c", script, "sh", folder]).launch(log: nowhere, input: pipe.read)
    close(pipe.read)
    close(nowhere)
    held.withLock { $0 = (pipe.write, process) }
    atexit { Watcher.finish() }
  }

  private static func finish() {
    guard let (pipe, process) = held.withLock({ $0 }) else { return }
    close(pipe)
    Command.wait(for: process)
  }
}
