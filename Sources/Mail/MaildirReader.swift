import Foundation

/// Reads a maildir on this host: what lies in new/, and in cur/ without the flag S. What was read is moved to cur/ with it.
public actor MaildirReader: MailboxReader {
  /// `maildir FOLDER`.
  public nonisolated let name: String
  private let folder: String
  private let executor = BlockingExecutor(label: "mail.maildir.reader")

  /// A reader of that folder.
  public init(folder: String) {
    self.folder = folder
    name = "maildir \(folder)"
  }

  /// Its own thread: reading files blocks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// By the time of arrival that their names begin with, else by name.
  public func unread(after position: MailboxPosition?) async throws -> [ReceivedItem] {
    var files: [(arrival: Double, name: String, path: String)] = []
    for part in ["new", "cur"] {
      let path = "\(folder)/\(part)"
      guard access(path, R_OK | X_OK) == 0 else {
        let reason = String(cString: strerror(errno))
        throw MailError.unreachable(
          "\(name): cannot read \(path): \(reason). Check the path, its owner and permissions"
        )
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
      for file in names where !file.hasPrefix(".") && !(part == "cur" && Self.flags(of: file).contains("S")) {
        files.append((Double(file.prefix { $0.isNumber }) ?? 0, file, "\(folder)/\(part)/\(file)"))
      }
    }
    return files.sorted { ($0.arrival, $0.name) < ($1.arrival, $1.name) }
      .map { ReceivedItem(place: $0.path, position: nil) }
  }

  /// nil: another reader has moved it.
  public func bytes(of item: ReceivedItem) async throws -> [UInt8]? {
    guard let file = FileHandle(forReadingAtPath: item.place) else {
      if access(item.place, F_OK) != 0, errno == ENOENT { return nil }
      throw MailError.unreachable("\(name): cannot read \(item.place). Check its owner and permissions")
    }
    defer { close(file) }
    do {
      return [UInt8](try file.read(upToCount: ReceivedMessage.sizeLimit) ?? Data())
    } catch {
      throw MailError.unreachable("\(name): cannot read \(item.place): \(error.localizedDescription)")
    }
  }

  /// Moves it to cur/ with the flag S.
  public func finish(_ item: ReceivedItem) async throws {
    let file = item.place.split(separator: "/").last.map(String.init) ?? item.place
    let stem = file.prefix { $0 != ":" }
    let flags = Set(Self.flags(of: file)).union(["S"]).sorted()
    let target = "\(folder)/cur/\(stem):2,\(String(flags))"
    guard rename(item.place, target) == 0 || errno == ENOENT else {
      throw MailError.unreachable(
        "\(name): cannot move \(item.place) to \(target): \(String(cString: strerror(errno))). Check owner and permissions"
      )
    }
  }

  /// Nothing is held open.
  public func close() async {}

  private nonisolated func close(_ file: FileHandle) {
    // Read only: nothing can be lost by it.
    do { try file.close() } catch { return }
  }

  private static func flags(of file: String) -> Substring {
    guard let start = file.range(of: ":2,") else { return "" }
    return file[start.upperBound...]
  }
}
