import Catalog
import Foundation
import Mustache
import Tabular

/// A pack as a page with pictures, and as the words of a mail: jobs/pages/pack.mustache, pack_mail.mustache, jobs/messages/pack.mustache.
struct PackPage: Sendable {
  private let session: AgencySession

  /// Pages of an agency at the session's moment.
  init(_ session: AgencySession) {
    self.session = session
  }

  /// `weekly` becomes `weekly report`.
  static func title(of job: String) -> String { job.replacing("_", with: " ") + " report" }

  /// The page, with pictures and tables.
  func page(_ pack: ReportPack.Written) throws -> String {
    try page("pack", context(pack, hasPictures: true))
  }

  /// The mail to somebody. Mail programs drop pictures that are drawn, so that these are in the page that goes with it.
  ///
  /// - Parameter attached: what goes with the mail; what does not is in the folder.
  func mail(
    _ pack: ReportPack.Written,
    to name: String,
    attached: [String],
    left: [String]
  ) throws -> NudgeWords.Words {
    var context = context(pack, hasPictures: false)
    context["recipient"] = name.onOneLine
    context["attached"] = attached.joined(separator: ", ")
    context["left"] = left.joined(separator: ", ")
    context["has_left"] = !left.isEmpty
    var templates = Templates(home: session.catalog.home, agency: session.agency.name)
    let text = try templates.needed("pack", .messages).render(context)
    return try NudgeWords.Words(text, html: try page("pack_mail", context), path: Templates.path("pack", .messages))
  }

  private func page(_ name: String, _ context: [String: Any]) throws -> String {
    var context = context
    var templates = Templates(home: session.catalog.home, agency: session.agency.name)
    context["style"] = try templates.style() + Chart.style
    return try ["page_begin", name, "page_end"].map { try templates.needed($0, .pages).render(context) }.joined()
  }

  private func context(_ pack: ReportPack.Written, hasPictures: Bool) -> [String: Any] {
    let inSentences = pack.parts.filter(\.isInSentences)
    let groups = [("better", "What got better"), ("worse", "What got worse"), ("help", "Who needs help")]
      .compactMap { kind, heading -> [String: Any]? in
        let said = inSentences.flatMap { part in
          zip(part.texts(of: "kind"), part.texts(of: "sentence")).filter { $0.0 == kind }.map(\.1)
        }
        return said.isEmpty ? nil : ["heading": heading, "sentences": said.map { ["sentence": $0.onOneLine] }]
      }
    return [
      "agency": session.agency.name.onOneLine, "job": Self.title(of: pack.job),
      "title": "\(session.agency.name.onOneLine): \(Self.title(of: pack.job))",
      "moment": ReportRunner(session).moment(), "groups": groups, "is_calm": groups.isEmpty && !inSentences.isEmpty,
      "has_personal": pack.parts.contains { $0.report.isPersonal != false }, "workbook": pack.workbook,
      "reports": pack.parts.filter { !$0.isInSentences }.map { report($0, hasPictures: hasPictures) },
      "missing": pack.missing.joined(separator: ", "), "is_whole": pack.missing.isEmpty,
    ]
  }

  private func report(_ part: ReportPack.Part, hasPictures: Bool) -> [String: Any] {
    var context: [String: Any] = [
      "name": part.report.name, "heading": part.report.title, "question": part.report.summary,
      "sheet": part.sheet, "facts": part.facts.map { ["fact": $0.name, "value": $0.value] },
      "rows": part.count == 1 ? "1 row" : "\(part.count) rows", "is_empty": part.count == 0,
    ]
    if part.count > part.rows.count { context["more"] = part.count - part.rows.count }
    guard hasPictures else { return context }
    context["picture"] = part.chart?.html ?? ""
    // An id beside the name of whose it is, and a column without a value, take room and say nothing to a reader.
    let names = Set(part.columns.map(\.name))
    let shown = part.columns.indices.filter { index in
      let name = part.columns[index].name
      let isFilled = part.rows.contains { !($0[index] ?? "").isEmpty }
      return isFilled && !(name.hasSuffix("_id") && names.contains(String(name.dropLast(3))))
    }
    context["table"] = htmlTable(
      shown.map { part.columns[$0] },
      part.rows.map { row in shown.map { row[$0] } },
      zone: session.agency.timeZone
    )
    return context
  }
}
