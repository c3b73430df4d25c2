import TestSupport
import Testing

@Suite("A connection that breaks", .serialized, .reported)
struct FaultCutTests {
  @Test("The connection cut at every COMMIT, before it and after it: the same end state, no message twice")
  func commits() async throws {
    try await CommitFaults.night.each(.cut) { fault, night in
      #expect([69, 3, 0].contains(night.status), "\(fault): \(night.status) \(night.errors)")
      if night.status == 69 { #expect(night.errors.contains("the database cannot be reached"), "\(night.errors)") }
    }
  }
}
