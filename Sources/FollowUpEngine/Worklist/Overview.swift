import Catalog
import Foundation
import Mustache
import Postgres
public import Tabular

/// The manager's page: who is behind and by how much, which clients are silent, what should not have happened.
/// sql/worklist/overview.sql says it, jobs/pages/overview.mustache draws it.
public struct Overview: Sendable {
  /// How many silent clients and how many breaches it lists; that there are more, it says.
  static let limit = 50
  /// Height of a recruiter's bar with the space below it.
  private static let step = 24

  private let session: AgencySession

  /// The overview of an agency at the session's moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Writes the page.
  ///
  /// - Throws: ``CatalogError`` when a template is missing or wrong, a ``TabularError`` when the output cannot be written.
  @discardableResult
  public func write(to output: Output) async throws -> Written {
    let text = try await page()
    var sink = try TextSink(to: output)
    try sink.append(text)
    try sink.finish()
    return sink.written
  }

  /// The page as text.
  func page() async throws -> String { try page(try await context()) }

  /// The page about a manager's team, as a mail to them.
  func mail(to manager: Recruiter) async throws -> NudgeWords.Words {
    var context = try await context(of: manager.id)
    context["recipient"] = manager.name
    let recruiters = context["recruiters"] as? [[String: Any]] ?? []
    context["overdue"] = recruiters.reduce(0) { $0 + ($1["overdue"] as? Int ?? 0) }
    var templates = Templates(home: session.catalog.home, agency: session.agency.name)
    let text = try templates.needed("overview", .messages).render(context)
    return try NudgeWords.Words(text, html: try page(context), path: Templates.path("overview", .messages))
  }

  private func page(_ context: [String: Any]) throws -> String {
    var context = context
    var templates = Templates(home: session.catalog.home, agency: session.agency.name)
    context["title"] = "Overview"
    context["style"] = try templates.style()
    return try ["page_begin", "overview", "page_end"].map { try templates.needed($0, .pages).render(context) }.joined()
  }

  /// What page and mail say.
  ///
  /// - Parameter manager: whose team it is about; nil: everybody.
  private func context(of manager: Int? = nil) async throws -> [String: Any] {
    let parts = ["guardrails": try session.catalog.guardrailParts(policy: try await PolicyInForce.read(session))]
    let values: [String: any PostgresEncodable] = [
      "rules": try session.catalog.ruleFacts(), "guardrails": try session.catalog.breachWarnings(),
      "manager": manager.map { String($0) } ?? "",
    ]
    let statement = try session.bind(try session.catalog.worklist("overview"), values, parts: parts)
    let lines = try await session.reading { connection in
      try connection.query(statement).map {
        (section: try $0.get("section", as: String.self), shown: try $0.get("shown", as: String.self))
      }
    }
    var sections: [String: [[String: Any]]] = [:]
    for line in lines { sections[line.section, default: []].append(try PageValue.object(line.shown)) }
    var context = sections.removeValue(forKey: "head")?.first ?? [:]
    if var recruiters = sections.removeValue(forKey: "recruiters") {
      for index in recruiters.indices {
        recruiters[index]["bar_y"] = index * Self.step + 4
        recruiters[index]["text_y"] = index * Self.step + 17
      }
      context["recruiters"] = recruiters
      context["has_recruiters"] = true
      context["height"] = recruiters.count * Self.step + 4
    }
    for (name, rows) in sections {
      context[name] = Array(rows.prefix(Self.limit))
      context["has_\(name)"] = true
      if rows.count > Self.limit { context["more_\(name)"] = rows.count - Self.limit }
    }
    return context
  }
}
