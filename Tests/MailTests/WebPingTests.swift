import Foundation
import Mail
import Testing

@Suite("Pings")
struct WebPingTests {
  @Test("A watcher that takes the call and never answers is left after the time allowed; the error is without the URL")
  func silent() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isListening)
    let url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/hunter2"
    let ping = try WebPing(url: url, timeoutSeconds: 1)
    let begun = ContinuousClock.now

    let error = await #expect(throws: MailError.self) { try await ping.tell(.fail) }

    #expect(ContinuousClock.now - begun >= .seconds(1))
    #expect("\(try #require(error))".contains("no answer within 1 s"))
    #expect(!"\(try #require(error)) \(ping) \(Mirror(reflecting: ping).children.map { "\($0)" })".contains("hunter2"))
  }
}
