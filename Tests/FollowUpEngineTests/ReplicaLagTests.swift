import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("How far a replica is behind")
struct ReplicaLagTests {
  @Test(
    "Named when it is more than five minutes behind, or when that is not known; not when its primary only has nothing to say"
  )
  func named() throws {
    let until = try moment("2026-11-20T09:00:00-05:00")
    func trouble(_ isUpToDate: Bool, _ until: Date?, _ seconds: Int?) -> String? {
      ReplicaLag(isStandby: true, isUpToDate: isUpToDate, replayedUntil: until, secondsBehind: seconds).trouble
    }

    #expect(trouble(true, until, 86_400) == nil)
    #expect(trouble(false, until, 300) == nil)
    #expect(trouble(false, until, 720)?.contains("12 min behind") == true)
    #expect(trouble(false, until, 720)?.contains("2026-11-20T14:00:00Z") == true)
    #expect(trouble(false, until, 86_400)?.contains("24 h behind") == true)
    #expect(trouble(false, nil, nil)?.contains("it is not known how far behind it is") == true)
  }

  @Test("A server that is not a standby is not behind")
  func primary() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")

    let lag = try await ReplicaLag.read(agency.session.connection, agency.session.catalog)

    #expect(!lag.isStandby)
    #expect(lag.isUpToDate)
    #expect(lag.trouble == nil)
  }
}
