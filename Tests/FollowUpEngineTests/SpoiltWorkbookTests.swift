import Foundation
import TestSupport
import Testing

@testable import Tabular

@Suite struct SpoiltWorkbookTests {
  /// How many; FOLLOWUP_TEST_SPOILT says more for the night.
  private static let count =
    ProcessInfo.processInfo.environment["FOLLOWUP_TEST_SPOILT"].flatMap { Int($0) }.map { $0 / 4 } ?? 1000

  /// An archive whose parts are not packed.
  private func archive(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(number >> (8 * $0) & 0xFF) } }
    for part in parts {
      let sizes =
        little(0, 4) + little(part.bytes.count, 4) + little(part.bytes.count, 4) + little(part.name.utf8.count, 2)
      directory +=
        little(0x0201_4B50, 4) + little(0, 12) + sizes + little(0, 12) + little(bytes.count, 4) + part.name.utf8
      bytes += little(0x0403_4B50, 4) + little(0, 10) + sizes + little(0, 2) + part.name.utf8 + part.bytes
    }
    let end =
      little(0, 4) + little(parts.count, 2) + little(parts.count, 2) + little(directory.count, 4)
      + little(bytes.count, 4)
    return bytes + directory + little(0x0605_4B50, 4) + end + little(0, 2)
  }

  @Test("A spoilt workbook is read, or refused with its name; nothing else")
  func spoilt() throws {
    let folder = try temporaryFolder()
    let sample = TestAgency.checkout + "/jobs/imports/samples/interviews/interviews.xlsx"
    let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: sample)))
    let book = try XLSXArchive(path: sample)
    let parts = try book.names.map { (name: $0, bytes: try #require(try book.part($0, of: sample))) }
    // What is made here is a workbook.
    let path = folder + "/spoilt.xlsx"
    try Data(archive(parts)).write(to: URL(fileURLWithPath: path))
    var kept = try XLSXReader(path: path)
    #expect(kept.next()?.fields.first == "Date")
    var (readable, refused) = (0, 0)
    for number in 0..<Self.count {
      var mutation = Mutation(number)
      var spoilt = parts
      let place = mutation.number(below: parts.count)
      spoilt[place].bytes = mutation.spoil(parts[place].bytes)
      let bytes = number % 5 == 0 ? mutation.spoil(whole) : archive(spoilt)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        for sheet in try XLSXReader.sheets(path: path) {
          var reader = try XLSXReader(path: path, sheet: sheet)
          while reader.next() != nil {}
        }
        readable += 1
      } catch let error as TabularError {
        #expect(error.kind == .input && error.file == path, "number \(number): \(error)")
        refused += 1
      }
    }
    #expect(readable > Self.count / 10 && refused > Self.count / 10, "\(readable) were read, \(refused) refused")
  }
}
