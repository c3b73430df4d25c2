import Foundation

/// An axis of numbers with round ticks, on which zero always is.
struct ChartScale {
  /// The ticks in order; the first and the last are the ends of the axis.
  let ticks: [Double]
  private let from: Double
  private let to: Double

  /// An axis for these values, drawn between two places.
  init(_ values: [Double], from: Double, to: Double, most count: Int = 5) {
    let low = min(0, values.min() ?? 0)
    let high = max(0, values.max() ?? 0)
    let span = high > low ? high - low : 1
    let rough = span / Double(max(1, count - 1))
    let power = pow(10, floor(log10(rough)))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999_999 } ?? 10) * power
    let first = floor(low / step + 1e-9)
    let last = max(first + 1, ceil(high / step - 1e-9))
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    self.from = from
    self.to = to
  }

  /// Where a value is.
  func place(_ value: Double) -> Double {
    guard let first = ticks.first, let last = ticks.last, last > first else { return from }
    return from + (value - first) / (last - first) * (to - from)
  }
}
