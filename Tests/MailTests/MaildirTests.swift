import Foundation
import Mail
import Testing

@Suite struct MaildirTests {
  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func aMessageLiesInNewAsItWasWritten() async throws {
    try await withScratchFolder { scratch in
      let channel = MaildirChannel(folder: scratch + "/mail")
      #expect(channel.name == "maildir \(scratch)/mail")
      let message = try nudge(text: "Call Zoë.\n.\n", html: "<p>Call Zoë.</p>")
      try await channel.prepare()
      #expect(await channel.deliver(message) == .sent(reply: "written to new/nudge-42@agency.example"))
      await channel.close()

      #expect(try files(scratch + "/mail/new") == ["nudge-42@agency.example"])
      #expect(try files(scratch + "/mail/tmp") == [])
      let path = scratch + "/mail/new/nudge-42@agency.example"
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
      #expect(try bytes == message.rendered().filter { $0 != 0x0D })
      #expect(try ReceivedMessage(bytes).text == message.text)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func theSameMessageTwiceIsThereOnce() async throws {
    try await withScratchFolder { folder in
      let first = try await MaildirChannel(folder: folder).deliverNudge()
      #expect(first == .sent(reply: "written to new/nudge-42@agency.example"))
      #expect(
        try await MaildirChannel(folder: folder).deliverNudge(text: "other") == .sent(reply: "already there")
      )
      #expect(try files(folder + "/new") == ["nudge-42@agency.example"])
    }
  }

  @Test func aMessageThatWasReadIsNotDeliveredAgain() async throws {
    try await withScratchFolder { folder in
      let channel = MaildirChannel(folder: folder)
      _ = try await channel.deliverNudge()
      _ = try await channel.deliverNudge("nudge-4")
      try FileManager.default.moveItem(
        atPath: folder + "/new/nudge-42@agency.example",
        toPath: folder + "/cur/nudge-42@agency.example:2,S"
      )
      #expect(try await channel.deliverNudge() == .sent(reply: "already there"))
      #expect(
        try await channel.deliverNudge("nudge-423") == .sent(reply: "written to new/nudge-423@agency.example")
      )
      #expect(try files(folder + "/new") == ["nudge-423@agency.example", "nudge-4@agency.example"])
    }
  }

  @Test func concurrentDeliveriesOfOneMessageLeaveOneFile() async throws {
    try await withScratchFolder { folder in
      let outcomes = await withTaskGroup(of: Delivery.self) { group in
        for number in 0..<40 {
          group.addTask {
            do { return try await MaildirChannel(folder: folder).deliverNudge("nudge-\(number % 4)") } catch {
              return .notSent(reason: "\(error)", retryable: false)
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == .sent(reply: "already there") }.count == 36)
      let (new, temporary) = try (files(folder + "/new"), files(folder + "/tmp"))
      #expect(new == (0..<4).map { "nudge-\($0)@agency.example" })
      #expect(temporary == [])
    }
  }

  @Test func anyMessageIDMakesASafeFileName() async throws {
    try await withScratchFolder { folder in
      let channel = MaildirChannel(folder: folder)
      let keys = [
        ".hidden", "a/../../b", "a=2Fb", "50%", String(repeating: "k", count: 220), String(repeating: "k", count: 221),
      ]
      for key in keys {
        guard case .sent = try await channel.deliverNudge(key) else { throw TestFailure("\(key) was not delivered") }
      }
      let names = try files(folder + "/new")
      #expect(names.count == keys.count)
      #expect(names.contains("=2Ehidden@agency.example"))
      #expect(names.contains("a=2F..=2F..=2Fb@agency.example"))
      #expect(names.contains("a=3D2Fb@agency.example"))
      #expect(names.allSatisfy { $0.utf8.count <= 200 && !$0.hasPrefix(".") })
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
    try await withScratchFolder { scratch in
      // A file where a folder should be: refused to everybody, root included.
      try Data().write(to: URL(filePath: scratch + "/file"))
      for folder in [scratch + "/file", scratch + "/missing/mail", "/proc/mail"] {
        let channel = MaildirChannel(folder: folder)
        let error = try await #require(throws: MailError.self) { try await channel.prepare() }
        guard case .unreachable(let text) = error else { throw error }
        #expect(text.hasPrefix("maildir \(folder): cannot "))
        guard case .notSent(let reason, retryable: true) = try await channel.deliverNudge() else {
          throw TestFailure("not a retryable failure")
        }
        #expect(reason == text)
      }
    }
  }

  @Test func aMessageThatCannotBeWrittenDownIsNotTriedAgain() async throws {
    try await withScratchFolder { folder in
      let outcome = try await MaildirChannel(folder: folder).deliverNudge(subject: "a\nb")
      guard case .notSent(let reason, retryable: false) = outcome else { throw TestFailure("\(outcome)") }
      #expect(reason.contains("the header Subject would contain a line break"))
      #expect(try files(folder) == [])
    }
  }

  @Test func aCancelledTaskWritesNothing() async throws {
    try await withScratchFolder { folder in
      let channel = MaildirChannel(folder: folder)
      let message = try nudge()
      let delivery = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await channel.deliver(message)
      }
      guard case .notSent(_, retryable: true) = await delivery.value else { throw TestFailure("it was delivered") }
      #expect(try files(folder) == [])
    }
  }

  @Test func whatAKilledDeliveryLeftIsTakenAway() async throws {
    try await withScratchFolder { folder in
      try await MaildirChannel(folder: folder).prepare()
      for (name, hours) in [("old", 37.0), ("young", 35.0)] {
        let path = folder + "/tmp/" + name
        try Data("half".utf8).write(to: URL(filePath: path))
        let changed = Date(timeIntervalSinceNow: -hours * 3_600)
        try FileManager.default.setAttributes([.modificationDate: changed], ofItemAtPath: path)
      }
      _ = try await MaildirChannel(folder: folder).deliverNudge()
      #expect(try files(folder + "/tmp") == ["young"])
    }
  }
}
