/// Steele, Lea and Flood's SplitMix64: the same numbers from the same seed on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A source of numbers that the seed determines.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True so many times out of a hundred.
  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  /// A whole number of the range; by the remainder, whose bias does not matter here and which no library can change.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// One of the values; nil when there are none.
  mutating func one<Value>(_ values: [Value]) -> Value? {
    values.isEmpty ? nil : values[number(0...(values.count - 1))]
  }

  /// One of the values, of which there is at least one.
  mutating func of<Value>(_ first: Value, _ more: Value...) -> Value {
    let index = number(0...more.count)
    return index == 0 ? first : more[index - 1]
  }
}
