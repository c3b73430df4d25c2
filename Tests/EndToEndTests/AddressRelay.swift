import Foundation
import TestSupport

/// Connections to a server of this machine, made from one of its addresses that is not loopback: what the server sees is a client elsewhere.
struct AddressRelay {
  /// The first IPv4 address of this machine that is not loopback; nil: it has none.
  static let ownAddress: String? = {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    return sequence(first: list, next: { $0?.pointee.ifa_next }).lazy.compactMap { entry -> String? in
      guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == AF_INET else { return nil }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let size = socklen_t(MemoryLayout<sockaddr_in>.size)
      guard getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
      let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return name.hasPrefix("127.") ? nil : name
    }.first
  }()

  private let server: PythonServer

  /// Where it is reached, on loopback.
  var port: Int { server.port }

  /// Started, and listening.
  init(from address: String, to host: String, _ port: Int) throws {
    server = try PythonServer(Self.script, [address, host, String(port)])
  }

  private static let script = #"""
    import asyncio, sys
    async def copy(reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
    async def begin(reader, writer):
        there = await asyncio.open_connection(sys.argv[2], int(sys.argv[3]), local_addr=(sys.argv[1], 0))
        await asyncio.gather(copy(reader, there[1]), copy(there[0], writer), return_exceptions=True)
    async def main():
        server = await asyncio.start_server(begin, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)
    asyncio.run(main())
    """#
}
