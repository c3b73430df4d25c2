import Foundation
import Mail

/// A message as a nudge would be, with what a test wants otherwise.
func nudge(
  _ key: String = "nudge-42",
  from: String = "nudges@agency.example",
  to: [String] = ["rita@agency.example"],
  subject: String = "Two follow-ups are overdue",
  text: String = "Call Ana.\nThank Ben.\n",
  html: String? = nil,
  headers: [(String, String)] = [("Auto-Submitted", "auto-generated")],
  attachments: [Message.Attachment] = []
) throws -> Message {
  try Message(
    from: Mailbox(name: "Follow-ups", address: from),
    to: to.map { try Mailbox(name: nil, address: $0) },
    subject: subject,
    text: text,
    html: html,
    messageID: "<\(key)@agency.example>",
    date: Date(timeIntervalSince1970: 1_795_100_400),
    headers: headers,
    attachments: attachments
  )
}

extension MailChannel {
  /// Delivers such a message.
  func deliverNudge(
    _ key: String = "nudge-42",
    to: [String] = ["rita@agency.example"],
    subject: String = "Two follow-ups are overdue",
    text: String = "Call Ana.\nThank Ben.\n"
  ) async throws -> Delivery {
    await deliver(try nudge(key, to: to, subject: subject, text: text))
  }
}

/// A folder of a test's own, taken away with everything in it when the test is over.
func withScratchFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "mail-tests-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  do {
    let result = try await body(folder)
    try FileManager.default.removeItem(atPath: folder)
    return result
  } catch {
    try FileManager.default.removeItem(atPath: folder)
    throw error
  }
}

struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Runs a program to its end and gives what it wrote to standard output.
func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> Data {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
  (process.standardInput, process.standardOutput, process.standardError) = (standardInput, output, errors)
  try process.run()
  try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
  try standardInput.fileHandleForWriting.close()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw TestFailure(
      "\(program) ended with \(process.terminationStatus): \(String(decoding: complaints, as: UTF8.self))"
    )
  }
  return data
}
