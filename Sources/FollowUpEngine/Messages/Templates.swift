import Catalog
import Foundation
import Mustache
import Tabular

/// The templates of jobs/messages and jobs/pages, each read when it is first needed. A file of the same name in a folder of the
/// user's own is used instead.
struct Templates {
  /// What a template writes.
  enum Kind: String, CaseIterable {
    /// Mails and drafts, plain text.
    case messages
    /// Parts of pages, HTML.
    case pages
  }

  private let home: Home
  private var known: [String: MustacheTemplate] = [:]

  init(home: Home) {
    self.home = home
    // The library escapes by characters, so that a quotation mark with an accent on it would end an attribute.
    MustacheContentTypes.register(PageText(), named: "PAGE")
  }

  /// A template by name; nil: there is no such file.
  ///
  /// - Throws: ``CatalogError`` with file and line when it is not a template.
  mutating func template(_ name: String, _ kind: Kind) throws -> MustacheTemplate? {
    let path = Self.path(name, kind)
    if let template = known[path] { return template }
    guard home.has(path) else { return nil }
    let text = try home.text(of: path)
    do {
      let template = try MustacheTemplate(string: kind == .pages ? "{{% CONTENT_TYPE:PAGE}}" + text : text)
      known[path] = template
      return template
    } catch let error as MustacheTemplate.ParserError {
      throw CatalogError(
        file: path,
        line: error.context.lineNumber,
        "is not a Mustache template: \(error.error)",
        remedy: "correct it near \"\(error.context.line)\""
      )
    }
  }

  /// A template that the program cannot do without.
  ///
  /// - Throws: ``CatalogError`` also when there is no such file.
  mutating func needed(_ name: String, _ kind: Kind) throws -> MustacheTemplate {
    guard let template = try template(name, kind) else {
      throw CatalogError(
        file: Self.path(name, kind),
        "is missing",
        remedy: "install jobs/ of the same version as the program"
      )
    }
    return template
  }

  /// The stylesheet of pages.
  func style() throws -> String { try home.text(of: "jobs/pages/page.css") }

  /// The names of all templates of a kind.
  static func names(_ kind: Kind, home: Home) throws -> [String] {
    try home.files(in: "jobs/\(kind.rawValue)", ending: ".mustache").map {
      String($0.dropFirst("jobs/\(kind.rawValue)/".count).dropLast(".mustache".count))
    }
  }

  static func path(_ name: String, _ kind: Kind) -> String { "jobs/\(kind.rawValue)/\(name).mustache" }
}

/// Text in HTML, safe in elements and in quoted attributes.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { htmlText(text) }
}
