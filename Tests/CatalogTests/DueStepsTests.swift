import Testing

@testable import Catalog

@Suite("How a rule's header states its due time")
struct DueStepsTests {
  private func steps(_ lines: String) throws -> DueSteps? {
    try DueSteps(SQLHeader("-- rule: own\n\(lines)\nSELECT 1"), file: "own.sql")
  }

  @Test("A chain of steps, bounded by others")
  func chain() throws {
    let read = try steps(
      """
      -- due: anchor_at + check_in_days days - 1 h, rolled, at 18:00
      -- due: no later than announce_on - announce_hours h
      -- due: no earlier than opens_at
      """
    )
    #expect(read?.lines.map(\.joining) == [.start, .noLaterThan, .noEarlierThan])
    #expect(
      read?.lines.first?.steps == [
        .from("anchor_at"), .add(.named("check_in_days"), .days, subtracted: false),
        .add(.literal("1"), .hours, subtracted: true), .rolled, .at(.literal("18:00")),
      ]
    )
    #expect(read?.lines.last?.steps == [.from("opens_at")])
    #expect(try steps("-- why: none") == nil)
  }

  @Test(
    "A line of another form is refused with file and line",
    arguments: [
      "-- due: yesterday", "-- due: anchor_at + 2 weeks", "-- due: anchor_at plus 2 bd", "-- due: anchor_at + 2",
      "-- due: anchor_at, tomorrow", "-- due: no later than opens_at", "-- due: anchor_at\n-- due: opens_at",
    ]
  )
  func refused(_ lines: String) throws {
    let error = #expect(throws: CatalogError.self) { try steps(lines) }
    #expect(error?.file == "own.sql")
    #expect(error?.line == (lines.contains("\n") ? 3 : 2))
  }
}
