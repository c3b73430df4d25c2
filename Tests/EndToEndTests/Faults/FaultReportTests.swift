import Testing

@Suite("The report of a night of faults")
struct FaultReportTests {
  @Test("A line tells how many points were tried, how long it took, and whether all was well")
  func line() {
    let two: [Duration] = [.milliseconds(10_600), .seconds(4)]
    #expect(
      FaultReport.line("Killed", points: two, took: .seconds(15), issues: 0)
        == "ok      2 points in 15 s, each 4 to 11 s: Killed"
    )
    #expect(
      FaultReport.line("Stopped", points: [], took: .seconds(130), issues: 2)
        == "FAILED  1 point in 130 s, 2 failures: Stopped"
    )
  }
}
