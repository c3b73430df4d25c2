import Foundation
import TestSupport
import Testing

@Suite("Worklists taken back")
struct WorklistApplyTests {
  @Test("done, skip, snooze, no answer, wrong contact; the same file twice records nothing twice; nonsense is named")
  func apply() async throws {
    let house = try await NightTests.House.make()
    try house.expect(0, ["plan"] + NightTests.morning)
    let list = try house.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output
    let rows = try csvRows(list)
    let words = ["done", "skip", "snooze 2026-12-01", "no answer", "wrong contact", "perhaps"]
    #expect(rows.count >= words.count)
    let thanks = try #require(rows.firstIndex { $0["rule"] == "thank_you_email" })
    var text = "follow_up_id,due_at,party,outcome,note\n"
    var order = Array(rows.indices)
    order.swapAt(0, thanks)
    for (place, word) in zip(order, words) {
      let row = rows[place]
      text += "\(row["follow_up_id"] ?? ""),\(row["due_at"] ?? ""),\"\(row["party"] ?? "")\",\(word),because\n"
    }
    try house.write(["list.csv": text], to: "back")

    let first = try house.expect(3, ["worklist", "apply", "back/list.csv", "--force"] + NightTests.morning)
    let touches = try house.touches()
    let second = try house.expect(3, ["worklist", "apply", "back/list.csv", "--force"] + NightTests.morning)
    let after = try csvRows(try house.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output)
    let missing = try house.program.run(["worklist", "apply", "data/touches.csv"] + NightTests.morning)

    #expect(first.output == "5 recorded, 0 settled before, 0 without an outcome, 1 not taken.\n")
    #expect(first.errors.contains("back/list.csv:7: outcome: perhaps: is not known"))
    #expect(first.errors.contains("back/list.csv:6: wrong contact"))
    #expect(second.output.contains("2 settled before"))
    #expect(try house.touches() == touches)
    let left = Set(after.compactMap { $0["follow_up_id"] })
    #expect(order.prefix(5).allSatisfy { !left.contains(rows[$0]["follow_up_id"] ?? "") })
    #expect(missing.status == 65)
    #expect(missing.errors.contains("the column follow_up_id is missing"))
  }
}

extension NightTests.House {
  /// How many touches there are, by the number that follow-ups count as done.
  fileprivate func touches() throws -> [String] {
    let report = try expect(0, ["report", "follow_ups"] + NightTests.morning).output
    return try csvRows(report).map { "\($0["rule"] ?? "") \($0["state"] ?? "") \($0["done_at"] ?? "")" }
  }
}
