import Foundation
import Glibc
import Synchronization

/// A program to run, and how: it gets nothing from the caller except what is given here.
///
/// Foundation's `Process` is not used, because a server must outlive its caller: it gets a session of its own, default
/// signal handling, the root folder as its working folder, no file descriptor of ours, and a small environment (not
/// the caller's, which may hold passwords).
package struct Command {
  let executable: String
  let arguments: [String]
  let environment: [String: String]

  /// How a program ended and what it printed.
  package struct Output {
    package let status: Int32
    package let standardOutput: String
    package let standardError: String
    var everything: String { standardOutput + standardError }
  }

  package init(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// Runs the program to its end and returns what it printed; `status` is 128 + signal when a signal ended it.
  package func run() throws -> Output { try run { _ in } }

  /// The same; when the task is cancelled, the program gets a SIGTERM.
  func runUntilCancelled() async throws -> Output {
    let running = Mutex<(process: pid_t?, isCancelled: Bool)>((nil, false))
    return try await withTaskCancellationHandler {
      try run { process in
        let isLate = running.withLock { running in
          running.process = process
          return running.isCancelled
        }
        if isLate, let process { kill(process, SIGTERM) }
      }
    } onCancel: {
      running.withLock { running in
        running.isCancelled = true
        if let process = running.process { kill(process, SIGTERM) }
      }
    }
  }

  /// - Parameter tell: is told the process once it runs, and nil when it has ended, before its number may be another's.
  private func run(telling tell: (pid_t?) -> Void) throws -> Output {
    // The shell only changes to the root folder, since the caller's may be closed to the server's user, or vanish.
    let words = ["-c", "cd / && exec \"$@\"", "sh", executable] + arguments
    let (outputRead, outputWrite) = try Self.pipe()
    let (errorRead, errorWrite) = try Self.pipe()
    defer {
      close(outputRead)
      close(errorRead)
    }
    let process: pid_t
    do {
      defer {
        close(outputWrite)
        close(errorWrite)
      }
      process = try shell(words, output: outputWrite, error: errorWrite)
    }
    tell(process)
    let (standardOutput, standardError) = Self.readBoth(outputRead, errorRead)
    tell(nil)
    return Output(
      status: Self.wait(for: process),
      standardOutput: standardOutput,
      standardError: standardError
    )
  }

  /// Starts the program in a session of its own, its output appended to the open file `log`, and returns its process id.
  ///
  /// It is not a child of the caller: a caller that lives long need not wait for it, and one that waits for all of its
  /// children does not meet a stranger.
  /// - Parameter input: an open file to be its standard input; by default there is none.
  package func launch(log: Int32, input: Int32? = nil) throws -> Int32 {
    // A shell takes away the input of what it starts in the background, unless it is handed over under another number.
    let words = ["-c", "cd / && exec 3<&0 && { setsid \"$@\" <&3 3<&- >&2 & } && echo $!", "sh", executable]
    let (idRead, idWrite) = try Self.pipe()
    defer { close(idRead) }
    let shell: pid_t
    do {
      defer { close(idWrite) }
      shell = try self.shell(words + arguments, input: input, output: idWrite, error: log)
    }
    let (line, _) = Self.readBoth(idRead, -1)
    guard Self.wait(for: shell) == 0, let process = pid_t(line.trimmingCharacters(in: .newlines)) else {
      throw LocalPostgresError(
        .failed,
        "could not start \(executable)",
        remedy: "the system is short of processes or memory; try again when it is not"
      )
    }
    return process
  }

  private func shell(_ words: [String], input: Int32? = nil, output: Int32, error: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, error, 2)
    for descriptor in Self.inheritableDescriptors() {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var variables = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]
    variables.merge(environment) { $1 }
    var argumentPointers = (["/bin/sh"] + words).map { strdup($0) } + [nil]
    var environmentPointers = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argumentPointers + environmentPointers).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &argumentPointers, &environmentPointers)
    guard code == 0 else {
      throw LocalPostgresError(
        .failed,
        "could not start \(executable): \(String(cString: strerror(code)))",
        remedy: "the system is short of processes or memory; try again when it is not"
      )
    }
    return process
  }

  /// Descriptors above standard error that a new program would inherit: a pipe among them would never end.
  private static func inheritableDescriptors() -> [Int32] {
    guard let entries = opendir("/proc/self/fd") else { return [] }
    defer { closedir(entries) }
    var found: [Int32] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let descriptor = Int32(name), descriptor > 2, descriptor != dirfd(entries),
        fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0
      {
        found.append(descriptor)
      }
    }
    return found
  }

  /// A pair of sockets does as a pipe, and unlike one is closed to other new programs from its first moment.
  package static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw LocalPostgresError(
        .failed,
        "could not create a pipe: \(String(cString: strerror(errno)))",
        remedy: "too many files are open; raise the limit (ulimit -n)"
      )
    }
    return (clearOfStandard(ends[0]), clearOfStandard(ends[1]))
  }

  /// The same open file under a number above standard error: one lower was free only because the caller runs with its
  /// standard input or output closed, and would get lost when those are set for a new program.
  package static func clearOfStandard(_ file: Int32) -> Int32 {
    guard (0...2).contains(file) else { return file }
    let other = fcntl(file, F_DUPFD_CLOEXEC, 3)
    close(file)
    return other
  }

  private static func readBoth(_ first: Int32, _ second: Int32) -> (String, String) {
    var collected: [[UInt8]] = [[], []]
    var polled = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while polled.contains(where: { $0.fd >= 0 }) {
      guard poll(&polled, 2, -1) > 0 else { continue }
      for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
        let count = read(polled[index].fd, &buffer, buffer.count)
        if count > 0 {
          collected[index] += buffer[..<count]
        } else if count == 0 || errno != EINTR {
          polled[index].fd = -1
        }
      }
    }
    return (String(decoding: collected[0], as: UTF8.self), String(decoding: collected[1], as: UTF8.self))
  }

  /// Waits for a child to end and returns its exit status.
  @discardableResult
  package static func wait(for process: Int32) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return exitStatus(status)
  }

  /// True when a process has ended, though nobody may have asked for its exit status yet. The kernel's state tells; the
  /// command line would not do, which is empty too for the moment in which one program becomes another.
  package static func isOver(_ process: Int32) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
      let state = String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.first(where: { $0 != " " })
    else { return true }
    return state == "Z" || state == "X"
  }

  private static func exitStatus(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
