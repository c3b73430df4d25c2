import Foundation
import Mail
import Testing

@Suite("Reading a maildir")
struct MaildirReaderTests {
  private func maildir(_ folder: String, _ files: [String]) throws {
    for part in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    for file in files {
      try "Message-ID: <\(file)@x>\n\nhello\n".write(toFile: "\(folder)/\(file)", atomically: false, encoding: .utf8)
    }
  }

  private func names(_ items: [ReceivedItem]) -> [String] {
    items.map { String($0.place.split(separator: "/").suffix(2).joined(separator: "/")) }
  }

  @Test("What nobody has read is found, the oldest first; what was read is seen, and is not found again")
  func unread() async throws {
    try await withScratchFolder { folder in
      try maildir(folder, ["new/1795892900.b", "cur/1795892800.a:2,", "cur/1795892700.c:2,RS", "new/9.old", "tmp/8.x"])
      let reader = MaildirReader(folder: folder)

      let items = try await reader.unread(after: nil)
      #expect(names(items) == ["new/9.old", "cur/1795892800.a:2,", "new/1795892900.b"])
      #expect(
        try await reader.bytes(of: items[0]).map { String(decoding: $0, as: UTF8.self) }?.contains("9.old") == true
      )
      for item in items { try await reader.finish(item) }
      #expect(try await reader.unread(after: nil).isEmpty)
      let seen = try FileManager.default.contentsOfDirectory(atPath: folder + "/cur").sorted()
      #expect(seen == ["1795892700.c:2,RS", "1795892800.a:2,S", "1795892900.b:2,S", "9.old:2,S"])
    }
  }

  @Test("A mail that somebody else has moved is passed over; a folder that is not there is named")
  func gone() async throws {
    try await withScratchFolder { folder in
      try maildir(folder, ["new/1.a"])
      let reader = MaildirReader(folder: folder)
      let items = try await reader.unread(after: nil)
      try FileManager.default.removeItem(atPath: folder + "/new/1.a")

      #expect(try await reader.bytes(of: items[0]) == nil)
      try await reader.finish(items[0])
      let error = await #expect(throws: MailError.self) {
        try await MaildirReader(folder: folder + "/nowhere").unread(after: nil)
      }
      #expect(error?.description.contains("nowhere/new: No such file or directory. Check the path") == true)
    }
  }
}
