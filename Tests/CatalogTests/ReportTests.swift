import Foundation
import Testing
import WallClock

@testable import Catalog

@Suite("Headers of reports")
struct ReportTests {
  private func report(
    _ header: String,
    select: String = "SELECT :'x', :'by', :'from', :'gone', :'client'"
  ) throws
    -> Report
  {
    let text = "-- report: some\n-- summary: What is it?\n" + header + select + "\n"
    return try Report(try SQLFile(path: "sql/reports/some.sql", text: text, kinds: ["report"]))
  }

  private func fault(_ header: String, select: String = "SELECT 1") -> String? {
    #expect(throws: CatalogError.self) { try report(header, select: select) }?.description
  }

  @Test("A file of two lines is a report: its title comes from its name")
  func least() throws {
    let report = try report("", select: "SELECT 1")
    #expect(report.title == "Some")
    #expect(report.summary == "What is it?")
    #expect(report.grain == nil && report.isPersonal == nil && report.chart == nil && report.columns == [])
  }

  @Test("The header says title, grain, whether people are named, columns, period and chart")
  func whole() throws {
    let report = try report(
      """
      -- title: Some of it
      -- grain: one row per week
      -- personal: yes
      -- column: week -- its Monday
      -- column: late -- how many were late
      -- column: who -- the recruiter
      -- period: week
      -- chart: stacked bars of late by week split by who

      """,
      select: "SELECT 1"
    )
    #expect(report.title == "Some of it")
    #expect(report.isPersonal == true)
    #expect(report.columns.map(\.name) == ["week", "late", "who"])
    #expect(report.period == "week")
    #expect(report.chart?.kind == .stackedBars)
    #expect(report.chart?.measures == ["late"])
    #expect(report.chart?.category == "week")
    #expect(report.chart?.series == "who")
  }

  @Test(
    "What is wrong in a header is said with its line and what may stand there",
    arguments: [
      ("-- personal: perhaps\n", "sql/reports/some.sql:3: personal cannot be perhaps; use one of: yes, no"),
      (
        "-- column: week\n",
        "sql/reports/some.sql:3: the column week has no meaning; write `-- column: name -- what it holds`"
      ),
      ("-- column: a -- b\n-- column: a -- c\n", "sql/reports/some.sql:4: the column a is named twice"),
      (
        "-- column: week -- w\n-- chart: bars of lat by week\n",
        "sql/reports/some.sql:4: chart names the column lat, which the report does not have; use one of: week"
      ),
      (
        "-- chart: cakes of a by b\n",
        "sql/reports/some.sql:3: chart cannot be read: cakes of a by b; write `-- chart: KIND of COLUMN[, COLUMN] by "
          + "COLUMN[ split by COLUMN]`; kinds: bars, lines, stacked bars, small multiples"
      ),
      (
        "-- chart: lines of a, b by c split by d\n",
        "sql/reports/some.sql:3: a chart that is split by a column has one measure; name one column after `of`"
      ),
      (
        "-- column: week -- w\n-- period: weak\n",
        "sql/reports/some.sql:4: period names the column weak, which it does not have; you may mean week; use one of: week"
      ),
    ]
  )
  func faults(header: String, words: String) {
    #expect(fault(header) == words)
  }

  @Test(
    "A report cannot choose another agency",
    arguments: [
      "SELECT set_config('followup.agency_id', '2', true)", "SELECT pg_catalog.\"set_config\"('role', 'x', true)",
      "SELECT\n  Query_To_XML('SELECT 1', true, true, '')", "SELECT U&\"\\0073et_config\"('a', 'b', true)",
    ]
  )
  func otherAgency(select: String) {
    #expect(fault("", select: select)?.contains("could choose another agency or role") == true)
  }

  @Test("What only names such a function in a text or a comment is a report")
  func otherAgencyInWords() throws {
    _ = try report("", select: "SELECT 'set_config' -- set_config\n")
  }

  private static let header = """
    -- param: x -- what must be given
    -- param: by = week -- some of week, rule: what a row is
    -- param: from = monday - 2 weeks -- the first day
    -- param: gone = no -- yes: also what is gone
    -- param: client = -- the client's id; empty: all

    """

  @Test("Parameters have kinds, told from their defaults and what is said of them")
  func kinds() throws {
    let parameters = try report(Self.header).parameters
    #expect(parameters.map(\.kind) == [.text, .choices, .date, .boolean, .text])
    #expect(parameters.map(\.isRequired) == [true, false, false, false, false])
    #expect(parameters[1].words == ["week", "rule"])
    #expect(parameters[1].unit == "what a row is")
  }

  @Test(
    "What is missing, unknown or wrong is named, with what may be there",
    arguments: [
      ([:], "the report some needs a value of x: what must be given; give it with -p x=…"),
      (
        ["x": "1", "form": "today"],
        "the report some has no parameter form; you may mean from; use one of: x, by, from, gone, client"
      ),
      (
        ["x": "1", "by": "weak"],
        "by of the report some must be some of, with commas between them, week, rule; you may mean week, not \"weak\""
      ),
      (
        ["x": "1", "by": "rule, week", "from": "year - 1 quarter"],
        "from of the report some must be a date such as 2026-11-20, or today, monday, month, quarter, year, maybe with - 4 weeks, not \"year - 1 quarter\""
      ),
      (["x": "1", "gone": "ja"], "gone of the report some must be yes or no, not \"ja\""),
    ] as [([String: String], String)]
  )
  func refusals(values: [String: String], words: String) throws {
    let refusal = try #require(try report(Self.header).refusal(of: values))
    #expect(([refusal.what] + (refusal.remedy.map { [$0] } ?? [])).joined(separator: "; ") == words)
  }

  @Test("Values go to the statement as it reads them: days as dates, lists without blanks")
  func values() throws {
    let day = CivilDate(year: 2026, month: 11, day: 20)
    let values = try report(Self.header).values(["x": "a b", "by": "rule, week"], today: day)
    #expect(values == ["x": "a b", "by": "rule,week", "from": "2026-11-02", "gone": "no", "client": ""])
  }

  @Test(
    "Days are said by their distance",
    arguments: [
      ("today", "2026-03-31"), ("monday", "2026-03-30"), ("monday - 1 weeks", "2026-03-23"), ("month", "2026-03-01"),
      ("today - 1 months", "2026-02-28"), ("month - 3 months", "2025-12-01"), ("quarter", "2026-01-01"),
      ("year - 1 year", "2025-01-01"), ("2024-02-29", "2024-02-29"), ("2024-02-29 - 1 years", "2023-02-28"),
      ("Today + 1 day", "2026-04-01"),
    ]
  )
  func days(words: String, date: String) {
    #expect(RelativeDate(words)?.date(on: CivilDate(year: 2026, month: 3, day: 31)).iso == date)
  }

  @Test("Sundays belong to the week before", arguments: [("2026-11-22", "2026-11-16"), ("1969-12-31", "1969-12-29")])
  func mondays(day: String, monday: String) throws {
    let date = try #require(RelativeDate(day)).date(on: CivilDate(daysSince1970: 0))
    #expect(RelativeDate("monday")?.date(on: date).iso == monday)
  }

  @Test(
    "What is not a day is none",
    arguments: ["", "2026-02-30", "tomorrow", "today - x days", "today -1 days", "26-1-1"]
  )
  func noDays(words: String) {
    #expect(RelativeDate(words) == nil)
  }
}
