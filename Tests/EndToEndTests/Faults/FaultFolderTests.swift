import Foundation
import TestSupport
import Testing

@Suite(
  "Folders that are full or cannot be written",
  .serialized,
  .reported,
  .enabled(if: FaultTools.canMount, "only root can mount")
)
struct FaultFolderTests {
  /// A file system in memory, gone with the last reference to it.
  private final class Disk {
    private let path: String

    init(_ path: String, kilobytes: Int) throws {
      self.path = path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Self.run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=0700", "followup", path)
    }

    deinit {
      do { try Self.run("/usr/bin/umount", "-l", path) } catch {
        FileHandle.standardError.write(Data("\(path) stays mounted: \(error)\n".utf8))
      }
    }

    /// Makes it larger, or read-only, or neither.
    func remount(_ options: String) throws { try Self.run("/usr/bin/mount", "-o", "remount,\(options)", path) }

    private static func run(_ program: String, _ arguments: String...) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw SupportError("\(program) \(arguments) failed") }
    }
  }

  @Test(
    "A disk that fills up while lists and reports are written: 74, no part of a file; with room, the same command goes on"
  )
  func full() async throws {
    await FaultDepth.each([16, 60, 150, 400, 700], short: 1) { kilobytes in
      let site = try await FaultSite.make()
      defer { site.close() }
      let disk = try Disk(site.folder + "/out", kilobytes: kilobytes)

      let night = try await site.runNight()
      let names = try site.site.contents(of: "out").keys
      try disk.remount("size=64m")

      #expect(night.status == 74, "\(kilobytes): \(night.status) \(night.errors)")
      #expect(night.errors.contains("No space left on device"), "\(night.errors)")
      #expect(!names.contains { $0.hasSuffix(".part") }, "\(names)")
      try await site.recover()
      try await site.expectUndisturbed("a disk of \(kilobytes) kB", counting: false)
      withExtendedLifetime(disk) {}
    }
  }

  @Test("A folder that cannot be written: 74 with its name and what to do; once it can, the same command goes on")
  func readOnly() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let disk = try Disk(site.folder + "/out", kilobytes: 65_536)
    try disk.remount("ro")

    let night = try await site.runNight()
    try disk.remount("rw")

    #expect(night.status == 74, "\(night.status) \(night.errors)")
    #expect(night.errors.contains("out/2026-11-20"), "\(night.errors)")
    try await site.recover()
    try await site.expectUndisturbed("a read-only folder", counting: false)
    withExtendedLifetime(disk) {}
  }

  @Test("A folder that cannot be written any more once the lists are: 74, the lists stay, and the same command goes on")
  func readOnlyMeanwhile() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let disk = try Disk(site.folder + "/out", kilobytes: 65_536)
    let gate = try await Gate(conninfo: site.conninfo, at: .end(of: "worklists"))
    let (process, said) = try site.start()
    try await gate.waitUntilReached()
    try disk.remount("ro")
    try await gate.open()
    try await FaultSite.end(of: process)
    let names = try site.site.contents(of: "out").keys
    try disk.remount("rw")

    let words = spoken(said)
    #expect(process.terminationStatus == 74 && words.contains("out/2026-11-20"), "\(words)")
    #expect(names.contains { $0.contains("worklists/") } && !names.contains { $0.hasSuffix("overdue.csv") }, "\(names)")
    try await site.recover()
    try await site.expectUndisturbed("a folder that became read-only", counting: false)
    withExtendedLifetime(disk) {}
  }

  @Test("A folder for the metrics that cannot be written: said, and the night is done all the same")
  func readOnlyMetrics() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let disk = try Disk(site.folder + "/metrics", kilobytes: 64)
    try disk.remount("ro")

    let night = try await site.run(
      FaultSite.night,
      settings: ["FOLLOWUP_METRICS_FILE": site.folder + "/metrics/followup.prom"]
    )

    #expect(night.status == 0 && night.errors.contains("metrics.file: "), "\(night.status) \(night.errors)")
    #expect(try site.site.contents(of: "metrics").isEmpty)
    try await site.expectUndisturbed("metrics that cannot be written")
    withExtendedLifetime(disk) {}
  }

  @Test(
    "A disk that is full where the log and the metrics go: the night is done all the same, and its exit code stays 0"
  )
  func fullLog() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let disk = try Disk(site.folder + "/log", kilobytes: 4)

    let night = try await site.run(
      by: ["/bin/sh", "-c", "cat /dev/zero >log/filler 2>/dev/null; exec \"$@\" 2>log/words", "sh"],
      FaultSite.night + ["--verbose"],
      settings: ["FOLLOWUP_METRICS_FILE": site.folder + "/log/followup.prom"]
    )

    let names = try FileManager.default.contentsOfDirectory(atPath: site.folder + "/log").sorted()
    #expect(night.status == 0, "\(night.errors)")
    #expect(names == ["filler", "words"], "\(names)")
    #expect(FileManager.default.contents(atPath: site.folder + "/log/words")?.count == 0)
    try await site.expectUndisturbed("a full log")
    withExtendedLifetime(disk) {}
  }
}
