import Catalog
import Foundation
import Mustache
import Postgres

/// Writes what a message says: the templates of jobs/messages, filled with what it reminds of.
struct NudgeWords {
  /// A message's words.
  struct Words: Equatable, Sendable {
    /// One line.
    let subject: String
    /// Plain text.
    let text: String
    /// The same as a page.
    var html: String?
  }

  /// How many follow-ups a message lists; that there are more, it says.
  static let limit = 20

  private var templates: Templates
  private let desk: AnswerDesk?
  /// The stylesheet, read once.
  private var style: String?
  /// What is wrong with drafts that messages went out without, by name.
  private(set) var brokenDrafts: [String: String] = [:]
  /// The fields of the message's items by follow-up, each made once.
  private var made: [Int: [String: Any]] = [:]
  /// The lines of their drafts.
  private var drafted: [Int: [String]] = [:]

  /// The templates are read when they are first needed.
  ///
  /// - Parameter desk: makes the answers that buttons open; nil: there are none.
  init(_ templates: Templates, desk: AnswerDesk? = nil) {
    self.templates = templates
    self.desk = desk
  }

  /// The words of a message with these items: the first line of the template is the subject.
  ///
  /// - Parameter address: the recipient's, from which answers will come.
  mutating func write(
    recipient: String,
    address: String,
    kind: String,
    agency: String,
    items: [NudgeItem]
  ) throws -> Words {
    guard let first = items.first else { throw FollowUpError(.failed, "a nudge has no follow-ups") }
    (made, drafted) = ([:], [:])
    let own = items.filter { !$0.asManager }
    let team = items.filter(\.asManager)
    let name = kind == "candidate" ? "nudge_candidate" : own.isEmpty ? "nudge_manager" : "nudge_recruiter"
    var context: [String: Any] = [
      "recipient": recipient.onOneLine, "agency": agency, "answering": first.answeringName.onOneLine,
      "count": items.count, "time_zone": first.timeZone,
      // A message says that something was nudged only where it was.
      "all_nudged": team.allSatisfy(\.wasNudged),
      "single": items.count == 1, "first": TemplateFields(try fields(first, isFirst: true, withDraft: false)),
    ]
    context["items"] = try list(items, withDraft: kind == "candidate")
    context["own"] = try list(own, withDraft: false)
    context["team"] = try list(team, withDraft: false)
    for (name, list) in [("more", items), ("more_own", own), ("more_team", team)] where list.count > Self.limit {
      context[name] = list.count - Self.limit
    }
    context["answers"] = desk != nil
    let template = try templates.needed(name, .messages)
    var words = try Words(template.render(TemplateFields(context)), path: Templates.path(name, .messages))
    words.html = try page(words, name, context, own + team, reader: address, isForCandidate: kind == "candidate")
    return words
  }

  /// The message as a page, with the answers of each item. Words of the user's own stand on it as they are.
  private mutating func page(
    _ words: Words,
    _ name: String,
    _ context: [String: Any],
    _ items: [NudgeItem],
    reader: String,
    isForCandidate: Bool
  ) throws -> String {
    var head = context
    let style = try self.style ?? templates.mailStyle()
    self.style = style
    (head["title"], head["style"]) = (words.subject, style)
    let isForManager = items.allSatisfy(\.asManager)
    head["for_candidate"] = isForCandidate
    head["for_manager"] = isForManager
    head["for_owner"] = !isForCandidate && !isForManager
    let around = TemplateFields(head)
    var parts = [try templates.needed("page_begin", .pages).render(around)]
    if templates.isOwn(name) {
      parts.append(try templates.needed("own_text", .pages).render(["text": words.text]))
    } else {
      parts.append(try templates.needed("nudge_begin", .pages).render(around))
    }
    let template = try templates.needed("nudge_item", .pages)
    for item in items.prefix(Self.limit) {
      var shown = try fields(item, isFirst: false, withDraft: isForCandidate)
      shown["about"] = !isForCandidate
      if isForCandidate { shown["for_another"] = nil }
      if item.asManager { shown["of_recruiter"] = item.recruiter.onOneLine }
      if let lines = shown["draft_lines"] as? [String] { shown["draft_text"] = lines.joined(separator: "\n") }
      if let phone = item.phone { shown["tel"] = MailLink.telephone(phone) }
      if let email = item.email { shown["mailto"] = MailLink.to(email.onOneLine, subject: nil, text: nil) }
      if let desk, !item.asManager {
        let buttons =
          isForCandidate ? [.done] : AnswerDesk.Button.offered(isReminder: item.actor == "candidate")
        shown["answers"] = desk.links(
          buttons,
          followUp: item.followUp,
          title: item.action.onOneLine,
          day: item.dueOn,
          reader: reader
        ).map(TemplateFields.init)
        shown["has_answers"] = true
      }
      if templates.isOwn(name), shown["has_answers"] == nil { continue }
      parts.append(template.render(TemplateFields(shown)))
    }
    if !templates.isOwn(name) {
      parts.append(try templates.needed("nudge_end", .pages).render(around))
    }
    parts.append(try templates.needed("page_end", .pages).render(around))
    return parts.joined()
  }

  private mutating func list(_ items: [NudgeItem], withDraft: Bool) throws -> [TemplateFields] {
    try items.prefix(Self.limit).enumerated().map { index, item in
      TemplateFields(try fields(item, isFirst: index == 0, withDraft: withDraft))
    }
  }

  private mutating func fields(_ item: NudgeItem, isFirst: Bool, withDraft: Bool) throws -> [String: Any] {
    var known = made[item.followUp] ?? fields(item)
    made[item.followUp] = known
    known["is_first"] = isFirst
    // A rule without a draft is nudged without one.
    if withDraft, let name = item.template, let draft = try draft(name) {
      let lines = drafted[item.followUp] ?? Self.draftLines(Draft(draft, known))
      drafted[item.followUp] = lines
      known["draft"] = true
      known["draft_lines"] = lines
    }
    return known
  }

  private static func draftLines(_ words: Draft) -> [String] {
    (words.subject.map { ["Subject: \($0)", ""] } ?? []) + Draft.lines(words.text)
  }

  private func fields(_ item: NudgeItem) -> [String: Any] {
    var fields: [String: Any] = [
      "follow_up": item.followUp, "action": item.action, "due": item.due, "hard": item.isHard,
      "candidate": item.candidate, "recruiter": item.recruiter,
      "accepted": item.decision == "accepted",
      "by_own_choice": ["declined", "withdrawn"].contains(item.decision),
    ]
    fields["overdue_by"] = item.overdueBy
    fields["time_left"] = item.timeLeft
    fields["job"] = item.job
    fields["client"] = item.client
    fields["party"] = item.party
    fields["company"] = item.company
    fields["interview_on"] = item.interviewOn
    fields["start_on"] = item.startOn
    fields["candidate_phone"] = item.candidatePhone
    fields["candidate_email"] = item.candidateEmail
    fields["contact"] = item.contact
    fields["phone"] = item.phone
    fields["email"] = item.email
    fields["remark"] = item.remark
    fields["silence"] = item.silence
    if item.isAnothers { fields["for_another"] = item.recruiter }
    // A line break in a name would put the rest of it into the line below, or take it for the body.
    return fields.mapValues { ($0 as? String)?.onOneLine ?? $0 }
  }

  /// nil: the file does not exist, or it is wrong, which is reported by ``brokenDrafts``: the nudge goes out without it.
  private mutating func draft(_ name: String) throws -> MustacheTemplate? {
    do {
      return try templates.template(name, .messages)
    } catch let error as CatalogError {
      brokenDrafts[name] = "\(error)"
      return nil
    }
  }

  /// Without empty lines at both ends.
  fileprivate static func lines(_ text: String) -> [Substring] {
    // By bytes: looking for the ends of characters takes longer than all else that a message needs.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }[
      ...
    ]
    let isEmpty = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    while let first = lines.first, isEmpty(first) { lines.removeFirst() }
    while let last = lines.last, isEmpty(last) { lines.removeLast() }
    return Array(lines)
  }
}

extension NudgeWords.Words {
  /// What a template has written: its first line is the subject.
  ///
  /// - Throws: ``CatalogError``, naming the template's path, when there is none.
  init(_ written: String, html: String? = nil, path: String) throws {
    var lines = NudgeWords.lines(written)
    guard !lines.isEmpty else { throw CatalogError(file: path, line: 1, "gives no subject") }
    subject = String(lines.removeFirst()).onOneLine
    lines = Array(lines.drop { $0.allSatisfy(\.isWhitespace) })
    text = lines.joined(separator: "\n") + "\n"
    self.html = html
    guard !subject.isEmpty else { throw CatalogError(file: path, line: 1, "gives no subject") }
  }
}

/// One follow-up that a message reminds of, in the words and local times of its reader.
struct NudgeItem: Sendable {
  let followUp: Int
  let asManager: Bool
  let wasNudged: Bool
  let template: String?
  let isHard: Bool
  let action: String
  let due: String
  /// The date of it, in the reader's zone: `2026-11-28`.
  let dueOn: String
  /// Whose it is to do: candidate or recruiter.
  let actor: String
  /// The IANA zone of its reader.
  let timeZone: String
  let overdueBy: String?
  let timeLeft: String?
  let candidate: String
  let party: String?
  let company: String?
  let job: String?
  let client: String?
  let interviewOn: String?
  let decision: String?
  /// The first day of a job that was accepted.
  let startOn: String?
  let candidatePhone: String?
  let candidateEmail: String?
  let isAnothers: Bool
  let recruiter: String
  let answeringName: String
  let answeringEmail: String
  /// Whom the recruiter speaks to; the phone and email are theirs.
  let contact: String?
  let phone: String?
  let email: String?
  let remark: String?
  /// Of a check-in with a client: for how long they have been silent, against how long their answers take.
  let silence: String?

  /// A row of nudge_items.
  init(_ row: Statements.NudgeItems) {
    followUp = row.followUpID
    asManager = row.asManager
    wasNudged = row.wasNudged
    template = row.template
    isHard = row.hard
    action = row.action
    due = row.due
    dueOn = row.dueOn
    actor = row.actor
    timeZone = row.timeZone
    overdueBy = row.overdueBy
    timeLeft = row.timeLeft
    candidate = row.candidateName
    party = row.partyName
    company = row.partyCompany
    job = row.jobTitle
    client = row.clientName
    interviewOn = row.interviewOn
    decision = row.decision
    startOn = row.startOn
    candidatePhone = row.candidatePhone
    candidateEmail = row.candidateEmail
    isAnothers = row.isAnothers
    recruiter = row.recruiterName
    answeringName = row.answeringName
    answeringEmail = row.answeringEmail
    contact = row.contactName
    phone = row.contactPhone
    email = row.contactEmail
    remark = row.remark
    silence = row.silence
  }
}

extension String {
  /// Line breaks, tabs and other control characters are blanks; none at the ends, none twice.
  var onOneLine: String {
    if isPlainLine { return self }
    return split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
      .joined(separator: " ")
  }

  /// Whether it is of visible ASCII, with single blanks within.
  private var isPlainLine: Bool {
    var previous = UInt8(ascii: " ")
    for byte in utf8 {
      guard byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: " ") || previous != UInt8(ascii: " ") else { return false }
      previous = byte
    }
    return previous != UInt8(ascii: " ") || isEmpty
  }
}
