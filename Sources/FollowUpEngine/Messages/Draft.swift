import Catalog
import Mustache

/// What a person could write or say for a follow-up: a template of jobs/messages, filled in.
struct Draft: Equatable {
  /// The email's subject: a first line `Subject: …`.
  let subject: String?
  /// The words, without empty lines at both ends.
  let text: String

  /// What a draft prints where the data has nothing: the draft says what to fill in.
  private static let toFillIn = [
    "party": "[name]", "candidate": "[the candidate's name]", "recruiter": "[your name]", "job": "[the position]",
    "client": "[the company]", "interview_on": "[the day of the interview]", "start_on": "[the first day]",
    "company": "[the company]", "candidate_phone": "[telephone number]", "candidate_email": "[email address]",
  ]

  /// Fills a template in.
  ///
  /// - Parameters:
  ///   - fields: what is known, by name; text is put on one line.
  ///   - draft: another draft that this one carries, line by line; nil: none.
  init(_ template: MustacheTemplate, _ fields: [String: Any], draft: String? = nil) {
    var fields = fields.mapValues { ($0 as? String)?.onOneLine ?? $0 }
    fields["draft"] = draft
    for (name, words) in Self.toFillIn where fields[name] as? String ?? "" == "" { fields[name] = words }
    var lines = Self.lines(template.render(TemplateFields(fields)))
    if let first = lines.first, first.hasPrefix("Subject: ") {
      subject = String(first.dropFirst("Subject: ".count))
      lines = Self.trimmed(Array(lines.dropFirst()))
    } else {
      subject = nil
    }
    text = lines.joined(separator: "\n")
  }

  /// A text's lines, without empty ones at both ends.
  static func lines(_ text: String) -> [String] {
    // By bytes: looking for the ends of characters takes longer than filling a template in.
    trimmed(
      text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    )
  }

  private static func trimmed(_ lines: [String]) -> [String] {
    func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }
    guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return Array(lines[first...last])
  }
}
