import Mustache
import Tabular

/// A list as a mail: the page, and the same as plain text for readers without HTML.
final class ListMail: WorklistConsumer {
  /// What the mail says; nil: there is nothing on the list.
  typealias Outcome = NudgeWords.Words?

  private var templates: Templates
  private let words: PageWords
  private let buffer = MemoryBuffer()
  private var page: WorklistPage?
  private var list: [String: Any] = [:]
  private var cards: [[String: Any]] = []
  private var block: Int?
  private var isBeyondToday = false

  init(words: PageWords) {
    templates = words.templates
    self.words = words
  }

  func begin(_ head: ListHead) throws {
    let page = try WorklistPage(title: head.title, words: words, to: .memory(buffer))
    try page.begin(head)
    self.page = page
    list = page.list
  }

  func write(_ fields: [String?]) throws {
    try page?.write(fields)
    let row = try WorklistRow(fields)
    var item: [String: Any] = [:]
    for name in ["todo", "due", "warnings"] { item[name] = row.page[name] }
    if row.block == block, let last = cards.indices.last {
      cards[last]["items"] = (cards[last]["items"] as? [Any] ?? []) + [item]
      return
    }
    block = row.block
    var card: [String: Any] = ["items": [item], "place": cards.count + 1]
    card["heading"] = WorklistPage.heading(row)
    card["phone"] = row.page["contact_phone"]
    card["email"] = row.page["contact_email"]
    if row.isBeyondToday, !isBeyondToday {
      isBeyondToday = true
      card["line"] = true
    }
    cards.append(card)
  }

  func finish() throws {
    try page?.end()
    try page?.finish()
  }

  func end() throws -> Outcome {
    guard !cards.isEmpty else { return nil }
    list["cards"] = cards
    list["answers"] = words.desk != nil
    return try NudgeWords.Words(
      try templates.needed("list", .messages).render(list),
      html: buffer.text,
      path: Templates.path("list", .messages)
    )
  }
}
