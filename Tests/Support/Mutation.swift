/// Bytes that somebody or something has spoilt, the same for the same number: what readers of files must bear.
public struct Mutation {
  private var state: UInt64

  /// The one of that number.
  public init(_ number: Int) { state = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0, less than that.
  public mutating func number(below limit: Int) -> Int { limit < 1 ? 0 : Int(next() % UInt64(limit)) }

  /// What files hold that should not.
  private static let pieces: [[UInt8]] = [
    [0], [0xFF, 0xFE], [0xC3], [0xEF, 0xBB, 0xBF], [0x22], [0x22, 0x22], [0x0D], [0x0A], [0x0D, 0x0A], Array(",".utf8),
    Array(";".utf8),
    Array(":".utf8), Array("\\".utf8), Array("{".utf8), Array("[".utf8), Array("]".utf8), Array("<".utf8),
    Array("&#x0;".utf8),
    Array("-1".utf8), Array("99999999999999999999".utf8), Array("1e999".utf8), Array("NaN".utf8),
    Array("0000-00-00".utf8),
    Array("2026-02-30T25:61:00".utf8), Array("9999-12-31".utf8), Array("\u{202E}".utf8), Array("'; --".utf8),
    Array("BEGIN:".utf8),
    Array("=1+1".utf8), Array(repeating: 0x41, count: 5000), Array(repeating: 0x5B, count: 600),
    Array("\u{1F469}\u{200D}\u{1F4BB}".utf8),
  ]

  /// The bytes with one to eight faults.
  public mutating func spoil(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...number(below: 8) {
      let place = number(below: bytes.count)
      let end = min(bytes.count, place + 1 + number(below: number(below: 4) == 0 ? 200 : 8))
      switch number(below: 7) {
      case 0 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: number(below: bytes.count))
      case 3 where number(below: 4) == 0: bytes.removeSubrange(place...)
      case 4 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(number(below: 8))
      default: bytes.insert(contentsOf: Self.pieces[number(below: Self.pieces.count)], at: place)
      }
    }
    return bytes
  }
}
