import Catalog
import Foundation
import TestSupport
import Testing

@testable import FollowUpEngine

@Suite("The stylesheets of pages")
struct PageStyleTests {
  private let home: Home
  private let templates: Templates

  init() throws {
    home = try TestAgency.home()
    templates = Templates(home: home)
  }

  /// The classes of a template, but for those that its fields give.
  private func classes(of name: String) throws -> Set<String> {
    let text = try home.text(of: Templates.path(name, .pages)).replacing(/{{.*?}}/, with: "")
    return Set(text.matches(of: /class="([^"]*)"/).flatMap { $0.1.split(separator: " ").map(String.init) })
  }

  private func unstyled(_ names: [String], in style: String) throws -> [String] {
    try names.flatMap { try classes(of: $0) }.filter { name in
      !style.contains(try Regex("\\.\(name)[ ,.:{]"))
    }
  }

  @Test("A nudge carries what its parts need, and nothing that only lists show")
  func nudges() throws {
    let style = try templates.mailStyle()
    let parts = try Templates.names(.pages, home: home).filter { $0.hasPrefix("nudge_") || $0.hasPrefix("page_") }
    #expect(parts.count >= 5)
    #expect(try unstyled(parts + ["own_text"], in: style).isEmpty)
    #expect(!style.contains("table") && !style.contains("svg") && style.utf8.count < 3500)
  }

  @Test("All other pages have it too, before what they add")
  func pages() throws {
    let style = try templates.style()
    #expect(style.hasPrefix(try templates.mailStyle()))
    let parts = try Templates.names(.pages, home: home)
    // The sign before a warning looks as it is.
    #expect(Set(try unstyled(parts, in: style)) == ["sign"])
  }
}
