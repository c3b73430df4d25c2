import Foundation
import Logging
import Postgres
import Tabular

/// Mails a pack to those who lead the agency, once for a job and business date, through the outbox. Sending it is the sender's work.
public struct PackDelivery: Sendable {
  /// Mail servers refuse what is much larger; the workbook then stays in the folder, and the mail says so.
  private static let largest = 7 << 20

  private let session: AgencySession

  /// The delivery of the session's business date.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Puts the mails into the outbox; what was put there before is not made again.
  ///
  /// - Returns: how many it made.
  func queue(_ pack: ReportPack.Written) async throws -> Int {
    let recipients = try await recipients(of: pack.job)
    if recipients.isEmpty {
      session.logger.warning(
        "pack: nobody is at the head of the agency, so it is mailed to nobody; set `manager` in recruiters.csv, and their address"
      )
    }
    var (files, attached, left): ([DeliveredList.File], [String], [String]) = ([], [], [])
    var size = 0
    for (name, type) in [
      (pack.page, "text/html; charset=utf-8"),
      (pack.workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(pack.folder)/\(name)"))
      guard size + bytes.count <= Self.largest else {
        left.append(name)
        continue
      }
      size += bytes.count
      attached.append(name)
      files.append(DeliveredList.File(fileName: name, mediaType: type, base64: bytes.base64EncodedString()))
    }
    let json = try DeliveredList.File.json(files)
    var made = 0
    for recipient in recipients where !recipient.wasMade {
      try Task.checkCancellation()
      let words = try PackPage(session).mail(pack, to: recipient.name, attached: attached, left: left)
      let statement = try session.statements.listQueue(
        address: recipient.address,
        files: json,
        html: words.html,
        key: recipient.key,
        kind: "pack",
        localDate: recipient.localDate,
        name: recipient.name,
        recruiter: recipient.recruiterID,
        subject: words.subject,
        text: words.text
      )
      made += try await session.transaction { connection in try connection.query(statement).count }
    }
    return made
  }

  /// To how many people the pack of a job would be mailed.
  public func preview(job: String) async throws -> Int { try await recipients(of: job).count { !$0.wasMade } }

  private func recipients(of job: String) async throws -> [Statements.PackRecipients] {
    let statement = try session.statements.packRecipients(job: job)
    return try await session.transaction { connection in try connection.query(statement) }
  }
}
