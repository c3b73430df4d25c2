import Foundation

extension ReceivedMessage {
  /// The Message-IDs of the mails it answers, the nearest first: In-Reply-To, then References from its end (RFC 5322, 3.6.4).
  public var answeredIDs: [String] {
    let nearest = Self.ids(header("In-Reply-To"))
    return nearest + Self.ids(header("References")).reversed().filter { !nearest.contains($0) }
  }

  private static func ids(_ text: String?) -> [String] { (text ?? "").matches(of: /<[^<>\s]+>/).map { String($0.0) } }

  /// Whether a program wrote it: an absence note, a list, a newsletter (RFC 3834; older ones say it by Precedence or by headers of their own).
  public var isAutomatic: Bool {
    if let word = header("Auto-Submitted")?.lowercased().prefix(while: { $0 != ";" && $0 != " " }), word != "no" {
      return true
    }
    if ["bulk", "junk", "list", "auto_reply"].contains(header("Precedence")?.lowercased() ?? "") { return true }
    return ["List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response"].contains { header($0) != nil }
  }

  /// Whether the mailbox's own server found that its sender is not who it claims to be (Authentication-Results, RFC 8601; the first is the
  /// nearest server's). A server that does not check says nothing.
  public var isFromSomebodyElse: Bool {
    guard let results = header("Authentication-Results")?.lowercased() else { return false }
    if results.contains("dmarc=pass") { return false }
    if results.contains("dmarc=fail") { return true }
    return results.contains("spf=fail") && !results.contains("dkim=pass")
  }

  /// What a person wrote into an answer: the text above what it quotes, without a signature that is marked as one.
  ///
  /// - Parameter text: the plain text; nil: that of the mail.
  public func writtenText(_ text: String? = nil) -> String {
    let lines = (text ?? self.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    var end = lines.indices.first { Self.isQuoteBegin(lines, at: $0) } ?? lines.endIndex
    // "On Friday … wrote:" belongs to what is quoted, and may take two lines.
    if end < lines.endIndex, lines[end].hasPrefix(">") {
      var last = end - 1
      while last >= 0, lines[last].isEmpty { last -= 1 }
      if last >= 0, lines[last].hasSuffix(":") {
        end = last
        if last > 0, !lines[last - 1].isEmpty, !lines[last].contains(where: \.isNumber) { end = last - 1 }
      }
    }
    let own = lines[..<end].prefix { $0 != "--" && !Self.isFootnote($0) }
    return own.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Whether from this line on something else is quoted.
  private static func isQuoteBegin(_ lines: [String], at index: Int) -> Bool {
    let line = lines[index]
    if line.hasPrefix(">") { return true }
    // Our own line in the answers that buttons open.
    if line.hasPrefix(answerEnd) { return true }
    // Outlook's and Gmail's: "-----Original Message-----", "________________________________", "---------- Forwarded message ---------".
    if line.wholeMatch(of: /-{4,} ?.{4,60} ?-{4,}/) != nil || line.wholeMatch(of: /_{20,}/) != nil { return true }
    // "On 27 Nov 2026, Rita wrote:" in any language, when nothing of the answer follows but the quoted mail.
    if line.wholeMatch(of: /(On|Am|Le|El|Il|Op|Den|Em) .*\d.*:/) != nil { return true }
    // A block of headers: "From: …" and one of its companions below it.
    guard line.wholeMatch(of: /\*?(From|Von|De|Da|Van|Från|Fra|Od)\*?:\*? .+/) != nil else { return false }
    return lines[(index + 1)...].prefix(3).contains {
      $0.wholeMatch(
        of: /\*?(Sent|Date|To|Gesendet|Datum|An|Envoyé|À|Enviado|Para|Inviato|A|Verzonden|Aan|Skickat|Till)\*?:\*? .+/
      )
        != nil
    }
  }

  /// Whether a mail program wrote that line below the text.
  private static func isFootnote(_ line: String) -> Bool {
    line.wholeMatch(
      of: /(Sent from|Get Outlook for|Gesendet (von|mit)|Von meinem|Envoyé de|Enviado desde|Inviato da) .{1,60}/
    ) != nil
  }

  /// Begins the line under which an answer that a button opens holds nothing of its writer's.
  public static let answerEnd = "- - -"
}

/// A delivery status notification (RFC 3464): which addresses a mail did not reach.
public struct DeliveryReport: Sendable, Equatable {
  /// What became of the mail for one recipient.
  public struct Recipient: Sendable, Equatable {
    /// The addresses it was for: as it was written to, and as it was at last.
    public var addresses: [String] = []
    /// failed, delayed, delivered, relayed or expanded.
    public var action = ""
    /// `5.1.1`; empty when it is not told.
    public var status = ""
    /// What the last server said.
    public var words = ""

    /// Whether nothing reaches that address: a failure that trying again does not mend.
    public var isPermanentFailure: Bool { action == "failed" && !status.hasPrefix("4.") }
  }

  /// The recipients it tells of.
  public let recipients: [Recipient]
  /// The Message-IDs that stand in the mail it gives back.
  public let messageIDs: [String]
}

extension ReceivedMessage {
  /// The delivery status notification that it is; nil: it is not one.
  ///
  /// - Parameter bytes: the mail, in which the one that came back stands.
  public func deliveryReport(_ bytes: [UInt8]) -> DeliveryReport? {
    let reports = attachments.filter { $0.contentType.lowercased().hasPrefix("message/delivery-status") }
    guard !reports.isEmpty else { return nil }
    let recipients = reports.flatMap { Self.recipients(in: String(decoding: $0.bytes, as: UTF8.self)) }
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    let ids = text.matches(of: /\n[Mm]essage-[Ii][Dd]:[ \t]*\n?[ \t]*(<[^<>\s]+>)/).map { String($0.1) }
    return DeliveryReport(recipients: recipients, messageIDs: ids.filter { $0 != messageID })
  }

  private static func recipients(in report: String) -> [DeliveryReport.Recipient] {
    let unfolded = report.replacing("\r\n", with: "\n").replacing(/\n[ \t]+/, with: " ")
    return unfolded.split(separator: "\n\n").compactMap { block in
      var recipient = DeliveryReport.Recipient()
      for line in block.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2 else { continue }
        // "rfc822; ana@example.com", "smtp; 550 no such user"
        let value = parts[1].split(separator: ";", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
        switch parts[0].lowercased() {
        case "final-recipient", "original-recipient":
          let address = (value ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "<>")).lowercased()
          if address.contains("@"), !recipient.addresses.contains(address) { recipient.addresses.append(address) }
        case "action": recipient.action = parts[1].lowercased()
        case "status": recipient.status = String(parts[1].prefix { $0.isNumber || $0 == "." })
        case "diagnostic-code": recipient.words = value ?? ""
        default: continue
        }
      }
      return recipient.addresses.isEmpty ? nil : recipient
    }
  }
}
