public import Foundation

/// The built program, run as a user runs it.
public struct Program: Sendable {
  /// What a run came to.
  public struct Result: Sendable {
    /// Exit code; negative: the signal that ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    /// What a run came to.
    public init(status: Int32, output: String, errors: String) {
      self.status = status
      self.output = output
      self.errors = errors
    }
  }

  /// The folder it is run in.
  public let folder: String
  /// Its environment, beside PATH and HOME.
  public let environment: [String: String]

  /// A program run in a folder of its own with just this environment.
  public init(folder: String, environment: [String: String]) {
    self.folder = folder
    self.environment = environment
  }

  /// The file of the built program, beside the test bundle.
  public static func path() throws -> String {
    let here = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    let path = here.deletingLastPathComponent().appendingPathComponent("followup").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw SupportError("the program is not built: \(path)")
    }
    return path
  }

  /// Starts it; the caller waits or kills.
  ///
  /// - Parameter by: another program, with its path and arguments, that runs it.
  public func start(
    _ arguments: [String],
    by: [String] = [],
    output: FileHandle,
    errors: FileHandle
  ) throws -> Process {
    let words = by + [try Program.path()] + arguments
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var all = ["HOME": folder, "LANG": "C.UTF-8", "FOLLOWUP_HOME": TestAgency.checkout]
    all["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    process.environment = all.merging(environment) { _, given in given }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return process
  }

  /// Runs it to its end.
  public func run(_ arguments: String...) throws -> Result { try run(arguments) }

  /// Runs it to its end.
  ///
  /// - Parameter by: another program, with its path and arguments, that runs it.
  public func run(_ arguments: [String], by: [String] = []) throws -> Result {
    let name = UUID().uuidString
    let paths = (output: "\(folder)/.\(name).out", errors: "\(folder)/.\(name).err")
    for path in [paths.output, paths.errors] {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw SupportError("\(path) cannot be made")
      }
    }
    guard let output = FileHandle(forWritingAtPath: paths.output),
      let errors = FileHandle(forWritingAtPath: paths.errors)
    else { throw SupportError("no files for the program's output") }
    let process = try start(arguments, by: by, output: output, errors: errors)
    process.waitUntilExit()
    let result = Result(
      status: process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus,
      output: try String(contentsOfFile: paths.output, encoding: .utf8),
      errors: try String(contentsOfFile: paths.errors, encoding: .utf8)
    )
    try FileManager.default.removeItem(atPath: paths.output)
    try FileManager.default.removeItem(atPath: paths.errors)
    return result
  }
}
