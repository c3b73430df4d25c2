import Catalog
import Foundation
import Mustache
import Tabular

/// The templates of jobs/messages and jobs/pages, each read when it is first needed. Messages of the user's own, for the agency or for
/// all agencies, are used instead of those of the same name.
struct Templates {
  /// What a template writes.
  enum Kind: String, CaseIterable {
    /// Mails and drafts, plain text.
    case messages
    /// Parts of pages, HTML.
    case pages
  }

  private let home: Home
  private let agency: String?
  private var known: [String: MustacheTemplate] = [:]

  /// The templates of an agency; nil: without those that only one agency has.
  init(home: Home, agency: String? = nil) {
    self.home = home
    self.agency = agency
    // The library escapes by characters, so that a quotation mark with an accent on it would end an attribute.
    MustacheContentTypes.register(PageText(), named: "PAGE")
  }

  /// A template by name; nil: the file does not exist.
  ///
  /// - Throws: ``CatalogError`` with file and line when it is not a template.
  mutating func template(_ name: String, _ kind: Kind) throws -> MustacheTemplate? {
    let path = Self.path(name, kind)
    if let template = known[path] { return template }
    let template: MustacheTemplate
    if kind == .messages, let own = own(name) {
      template = try Self.parse(try Self.text(of: own), path: own)
    } else if home.has(path) {
      let text = try home.text(of: path)
      template = try Self.parse(kind == .pages ? "{{% CONTENT_TYPE:PAGE}}" + text : text, path: path)
    } else {
      return nil
    }
    known[path] = template
    return template
  }

  /// Whether there is a message of that name.
  func hasMessage(_ name: String) -> Bool { own(name) != nil || home.has(Self.path(name, .messages)) }

  /// Whether the message of that name is the user's own.
  func isOwn(_ name: String) -> Bool { own(name) != nil }

  /// The path of the user's own file of that name, the agency's before everybody's.
  private func own(_ name: String) -> String? {
    // A name that is not a folder's leads nowhere else.
    let agencys = agency.flatMap { $0.contains("/") || $0.hasPrefix(".") ? nil : $0 }
    let places = home.messages.flatMap { folder in
      [agencys.map { "\(folder)/\($0)/\(name).mustache" }, "\(folder)/\(name).mustache"].compactMap(\.self)
    }
    return places.first { FileManager.default.fileExists(atPath: $0) }
  }

  private static func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CatalogError(file: path, "cannot be read as UTF-8 text: \(error.localizedDescription)")
    }
  }

  private static func parse(_ text: String, path: String) throws -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: text)
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
  /// - Throws: ``CatalogError`` also when the file does not exist.
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

  /// Reads one of the user's own messages.
  ///
  /// - Throws: ``CatalogError`` when it is not a template, or nothing uses a message of its name.
  static func check(own path: String, home: Home, known: Set<String>) throws {
    let name = String(path.split(separator: "/").last?.dropLast(".mustache".count) ?? "")
    guard known.contains(name) else {
      throw CatalogError(
        file: path,
        "no message is called \(name)",
        remedy: "use one of: \(known.sorted().joined(separator: ", "))"
      )
    }
    _ = try parse(try text(of: path), path: path)
  }

  /// The paths of the user's own messages, of all agencies.
  static func own(home: Home) throws -> [String] {
    try home.messages.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".mustache") }.sorted()
        .map { "\(folder)/\($0)" }
    }
  }

  /// The stylesheet of a nudge: no more than it needs, since each mail carries it.
  func mailStyle() throws -> String { try home.text(of: "jobs/pages/page.css") }

  /// The stylesheet of lists, overviews and packs.
  func style() throws -> String { try mailStyle() + home.text(of: "jobs/pages/list.css") }

  /// The names of all templates of a kind.
  static func names(_ kind: Kind, home: Home) throws -> [String] {
    let builtIn = try home.files(in: "jobs/\(kind.rawValue)", ending: ".mustache").filter { !$0.hasPrefix("/") }
    return builtIn.map { String($0.dropFirst("jobs/\(kind.rawValue)/".count).dropLast(".mustache".count)) }
  }

  static func path(_ name: String, _ kind: Kind) -> String { "jobs/\(kind.rawValue)/\(name).mustache" }
}

/// Text in HTML, safe in elements and in quoted attributes.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { htmlText(text) }
}
