import Catalog
import Foundation
import Testing

@Suite("The words by which an export is known")
struct ImportWordsTests {
  private func read(_ text: String) throws -> ImportWords {
    try ImportWords(text: text, file: ImportWords.path)
  }

  @Test("The file that is delivered is read, and knows statuses in five languages")
  func delivered() throws {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let words = try ImportWords.read(home: try Home(folder: checkout))
    let known = ImportTarget.all.map(\.name).filter { $0 != "policy" }
    #expect(words.files.map(\.target.name) == known)
    let stage = try #require(words.files.first { $0.target.name == "stages" }?.slots.first { $0.name == "stage" })
    #expect(
      ["Im Gespräch", "ENTRETIEN", "entrevista", "Gesprek", "phone-interview"].allSatisfy {
        stage.meaning(of: $0) == "interviewing"
      }
    )
    #expect(stage.meaning(of: "banana") == nil)
  }

  @Test(
    "Case, accents, blanks and signs count for nothing",
    arguments: [
      ("E-Mail", "email"), ("Zuständig", "zustandig"), ("Zustaendig", "zustandig"), ("Straße", "strasse"),
      ("N° Cliente", "ncliente"), ("--", ""),
    ]
  )
  func squashed(_ text: String, _ squashed: String) {
    #expect(ImportWords.squashed(text) == squashed)
  }

  @Test(
    "Mistakes are named with their line",
    arguments: [
      ("ids: [nr]", 1, "unknown key ids"),
      ("files:\n  people:\n    names: [people]", 2, "unknown key people"),
      ("files:\n  candidates:\n    name: [people]", 3, "unknown key name"),
      ("files:\n  candidates:\n    columns:\n      nickname: [nick]", 4, "unknown key nickname"),
      ("files:\n  candidates:\n    values:\n      name: {a: [b]}", 4, "unknown key name"),
      ("files:\n  candidates:\n    values:\n      status: {gone: [left]}", 4, "unknown key gone"),
      (
        "files:\n  candidates:\n    values:\n      status:\n        active: [new, Neu]\n        placed: [neu]", 6,
        "neu stands for active and for placed"
      ),
      ("shared: [name]", 1, "shared must be keys and values"),
    ]
  )
  func mistakes(_ text: String, _ line: Int, _ words: String) throws {
    let error = try #require(throws: CatalogError.self) { try read(text) }
    #expect(error.file == ImportWords.path)
    #expect(error.line == line)
    #expect(error.what == words)
  }
}
