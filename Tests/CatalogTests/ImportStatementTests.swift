import Foundation
import Testing

@testable import Catalog

@Suite("Statements that store a canonical file")
struct ImportStatementTests {
  private let home = Result {
    try Home(
      folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    )
  }
  private let values: [String: String?] = [
    "agency": "1", "import": "2", "source": "canonical", "as_of": nil, "parameters": nil, "by": nil,
  ]

  @Test("Every column of a file is read by its statement, and stored", arguments: ImportTarget.all)
  func columns(_ target: ImportTarget) throws {
    let catalog = Catalog(home: try home.get())
    let statement = try #require(try catalog.importStatement("import_\(target.name)", values: values))
    let sql = try statement.bind().sql
    // What is particular to the file, without the parts.
    let own = statement.file.text

    for column in target.columns {
      switch column.kind {
      case .id: continue
      case .reference: #expect(own.contains("row.\(column.name)"), "\(column.name)")
      default:
        let ways = ["'\(column.name)'", "row.\(column.name)", "import_\(column.name)("]
        #expect(ways.contains { own.contains($0) }, "\(column.name)")
      }
      guard let stored = column.stored else { continue }
      #expect(sql.contains("verdicts.\(stored)"), "\(stored)")
    }
  }

  @Test("A statement that includes no parts is not one of these")
  func others() throws {
    let catalog = Catalog(home: try home.get())
    #expect(try catalog.importStatement("import_rejects", values: values) == nil)
    #expect(try catalog.importStatement("import_time_zone", values: values) != nil)
  }
}
