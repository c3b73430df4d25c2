import Catalog
import Foundation
import Mustache
import Tabular

/// Lists as one HTML page for people: jobs/pages, a card for each person to contact. Cards are written as they are complete, so that
/// memory does not grow with rows.
final class WorklistPage {
  private var sink: TextSink
  private var templates: Templates
  private let desk: AnswerDesk?
  /// What is said of the list that was begun.
  private(set) var list: [String: Any] = [:]
  private var card: [WorklistRow] = []
  private var section: String?
  private var isBeyondToday = false
  private var isBegun = false

  /// Begins a page.
  ///
  /// - Parameter words: its templates, and what makes the answers that buttons open.
  /// - Throws: ``CatalogError`` when a template is missing or wrong.
  init(title: String, words: PageWords, to output: Output) throws {
    templates = words.templates
    desk = words.desk
    let begin = try self.templates.needed("page_begin", .pages)
    let style = try templates.style()
    sink = try TextSink(to: output)
    try sink.append(begin.render(["title": title.onOneLine, "style": style]))
  }

  /// What has been written: complete after `finish()`.
  var written: Written { sink.written }

  /// Begins somebody's list.
  func begin(_ head: ListHead) throws {
    list = try PageValue.object(head.summary)
    for name in ["things", "deadlines", "overdue", "today", "upcoming"] where list[name] as? Int == 0 {
      list[name] = nil
    }
    list["one_contact"] = list["contacts"] as? Int == 1
    list["one_deadline"] = list["deadlines"] as? Int == 1
    if let all = list["minutes"] as? Int, let today = list["minutes_today"] as? Int, all > today {
      list["minutes_beyond"] = all - today
    }
    list["note"] = head.note?.onOneLine
    (section, isBeyondToday) = (nil, false)
    try sink.append(try templates.needed("list_begin", .pages).render(list))
  }

  /// Takes the next row of the list.
  func write(_ fields: [String?]) throws {
    let row = try WorklistRow(fields)
    if let first = card.first, first.block != row.block { try writeCard() }
    card.append(row)
  }

  /// Ends the list that was begun.
  func end() throws {
    try writeCard()
    try sink.append(try templates.needed("list_end", .pages).render(list))
  }

  /// Ends the page.
  func finish() throws {
    try sink.append(try templates.needed("page_end", .pages).render([String: Any]()))
    try sink.finish()
  }

  /// What a card is called: whom to contact, and how.
  static func heading(_ row: WorklistRow) -> String {
    let name = row.cells["contact"] ?? "somebody at \(row.cells["client"] ?? "the client")"
    if row.page["contact_is_off_limits"] as? Bool == true { return "Do not contact \(name)" }
    return "\(row.page["verb"] as? String ?? "Call") \(name)"
  }

  private func writeCard() throws {
    guard let first = card.first else { return }
    defer { card = [] }
    var context: [String: Any] = [
      "block": first.block, "verb": first.page["verb"] ?? "Call", "minutes": first.page["block_minutes"] ?? 0,
      "is_late": first.page["is_overdue"] ?? false, "is_hard": first.page["tier"] as? Int == 1,
      "off_limits": first.page["contact_is_off_limits"] ?? false, "daily_minutes": list["daily_minutes"] ?? 0,
      "contact": first.cells["contact"] ?? "somebody at \(first.cells["client"] ?? "the client")",
    ]
    if card.count > 1 { context["things"] = card.count }
    context["role"] = first.page["contact_role"]
    context["company"] = first.page["contact_company"]
    context["contact_time"] = first.page["contact_time"]
    if let phone = first.page["contact_phone"] as? String {
      context["phone"] = phone
      context["tel"] = MailLink.telephone(phone)
    }
    if first.isBeyondToday, !isBeyondToday {
      isBeyondToday = true
      context["line"] = true
    }
    if let next = first.page["section"] as? String, next != section {
      section = next
      context["section"] = next
    }
    let items = try card.map { try item($0) }
    context["items"] = items.map { TemplateFields($0.fields) }
    if let email = first.page["contact_email"] as? String {
      context["email"] = email
      context["mailto"] = MailLink.to(email, subject: items[0].draft?.subject, text: items[0].mail)
    }
    let text = try templates.needed("card", .pages).render(TemplateFields(context))
    try sink.append(text, rows: card.count)
  }

  /// What the card says of one follow-up, its draft, and the mail that could be written about it.
  private func item(_ row: WorklistRow) throws -> (fields: [String: Any], draft: Draft?, mail: String?) {
    var fields = row.page
    for name in ["candidate", "job_order", "client"] { fields[name] = row.cells[name] }
    for name in ["warnings", "facts"] { fields["has_\(name)"] = !(fields[name] as? [Any] ?? []).isEmpty }
    let isReminder = row.page["is_reminder"] as? Bool == true
    let draft = try draft(row)
    fields["draft"] = draft?.text
    if let answers = answers(row, isReminder: isReminder) {
      (fields["answers"], fields["has_answers"]) = (answers, true)
    }
    guard isReminder else { return (fields, draft, row.page["by_email"] as? Bool == true ? draft?.text : nil) }
    // What the candidate owes: the recruiter's mail reminds them, with the words to use.
    var reminder = row.draftFields
    reminder["action"] = row.page["owed"]
    reminder["due"] = row.page["due"]
    let words = draft.map { ($0.subject.map { "Subject: \($0)\n\n" } ?? "") + $0.text }
    let mail = Draft(try templates.needed("reminder", .messages), reminder, draft: words)
    return (fields, mail, mail.text)
  }

  /// What buttons say of it to whoever works the list; nil: nobody could answer.
  private func answers(_ row: WorklistRow, isReminder: Bool) -> [[String: String]]? {
    guard let desk, let reader = list["answering"] as? String, let text = row.cells["follow_up_id"],
      let followUp = Int(text), let due = row.cells["due_at"]
    else { return nil }
    return desk.links(
      AnswerDesk.Button.offered(isReminder: isReminder),
      followUp: followUp,
      title: row.page["todo"] as? String ?? "",
      day: String(due.prefix(10)),
      reader: reader
    )
  }

  private func draft(_ row: WorklistRow) throws -> Draft? {
    guard let name = row.page["template"] as? String, let template = try templates.template(name, .messages) else {
      return nil
    }
    return Draft(template, row.draftFields)
  }
}

/// What a page of lists is written with.
struct PageWords {
  let templates: Templates
  /// Makes the answers that buttons open; nil: there are no buttons.
  let desk: AnswerDesk?
}

/// A row of a list, with what its page shows beyond the columns.
struct WorklistRow {
  /// The columns by name, without those that are empty.
  let cells: [String: String]
  /// The column `page` of sql/worklist/worklist.sql.
  let page: [String: Any]

  /// A row as the statement gives it, the page last.
  init(_ fields: [String?]) throws {
    var cells: [String: String] = [:]
    for (column, field) in zip(WorklistColumns.all, fields) { cells[column.name] = field?.onOneLine }
    self.cells = cells
    page = try PageValue.object(fields[WorklistColumns.all.count])
  }

  /// Which person's rows it belongs to.
  var block: Int { cells["block"].flatMap { Int($0) } ?? 0 }
  /// Whether it no longer fits into the day.
  var isBeyondToday: Bool { cells["beyond_today"] == "yes" }

  /// What a draft may say.
  var draftFields: [String: Any] {
    let decision = page["decision"] as? String
    var fields: [String: Any] = [
      "accepted": decision == "accepted", "by_own_choice": ["declined", "withdrawn"].contains(decision),
      "is_first": page["is_first"] ?? false,
      "is_last": page["is_last"] ?? false,
    ]
    for name in ["candidate", "client", "party"] { fields[name] = cells[name] }
    fields["job"] = cells["job_order"]
    fields["company"] = cells["party_company"]
    for name in ["recruiter", "interview_on", "start_on", "candidate_phone", "candidate_email"] {
      fields[name] = page[name]
    }
    return fields
  }
}

/// A page of one list.
struct OneListPage: RowSink {
  private let page: WorklistPage

  init(_ head: ListHead, words: PageWords, to output: Output) throws {
    page = try WorklistPage(title: head.title, words: words, to: output)
    try page.begin(head)
  }

  var written: Written { page.written }

  func write(_ fields: [String?]) throws { try page.write(fields) }

  func finish() throws {
    try page.end()
    try page.finish()
  }
}

/// A page of all lists, one after the other.
final class AllListsPage: WorklistConsumer {
  private let page: WorklistPage

  init(words: PageWords, to output: Output) throws {
    page = try WorklistPage(title: "Worklists", words: words, to: output)
  }

  func begin(_ head: ListHead) throws { try page.begin(head) }
  func write(_ row: [String?]) throws { try page.write(row) }
  func finish() throws { try page.end() }
  func end() throws { try page.finish() }
}
