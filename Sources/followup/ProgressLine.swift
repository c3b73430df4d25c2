import FollowUpEngine
import Foundation
import Synchronization
import Tabular

/// The line at the bottom of a terminal that shows how far the work has come; whatever else is written takes its place.
final class ProgressLine: Sendable {
  /// The only one: a process has one terminal.
  static let shared = ProgressLine()

  private struct State {
    var work = ""
    var began = ContinuousClock.now
    var first = 0
    var drawn = ContinuousClock.now
    var isDrawn = false
  }

  /// How often it is drawn at most, and how long work goes on before it is drawn at all.
  private static let pause = Duration.milliseconds(100)
  private let state = Mutex(State())

  /// Shows how far the work has come, unless it has only just been shown. What is done within a moment is never shown.
  func show(_ progress: WorkProgress) {
    let now = ContinuousClock.now
    state.withLock { state in
      if state.work != progress.work {
        // The rate is that of what is done while it is watched. The next piece of work takes the place of the one before it at once.
        state = State(work: progress.work, began: now, first: progress.done, drawn: now, isDrawn: state.isDrawn)
        if !state.isDrawn { return }
      } else if state.drawn.duration(to: now) < Self.pause {
        return
      }
      let seconds = state.began.duration(to: now) / .seconds(1)
      let line = ProgressWords(progress, since: state.first, seconds: seconds)
      writeStandardError("\r\u{1B}[K" + line.text(width: Terminal.errorWidth - 1))
      state.drawn = now
      state.isDrawn = true
    }
  }

  /// Takes the line away, if it is there.
  func clear() {
    state.withLock { state in
      guard state.isDrawn else { return }
      writeStandardError("\r\u{1B}[K")
      state.isDrawn = false
    }
  }
}

/// One line: what is worked on, a bar, how much is done, how fast, and how long the rest takes.
struct ProgressWords {
  private let progress: WorkProgress
  private let rate: Double
  private let seconds: Double

  /// - Parameters:
  ///   - since: how much was done when the watch began.
  ///   - seconds: for how long it has been watched.
  init(_ progress: WorkProgress, since first: Int, seconds: Double) {
    self.progress = progress
    self.seconds = seconds
    rate = seconds > 0 ? Double(progress.done - first) / seconds : 0
  }

  /// The line, not wider than that; a narrow terminal is spared the bar, then the rate.
  func text(width: Int) -> String {
    let total = max(progress.total, 1)
    let share = Swift.min(1, Double(progress.done) / Double(total))
    let percent = "\(Int(share * 100)) %"
    let amount = "\(grouped(progress.done)) of \(grouped(progress.total)) \(progress.unit)"
    let name = progress.work
    var tail = [amount]
    // A rate of the first moments says nothing.
    if seconds >= 1, rate > 0 {
      tail.append("\(grouped(Int(rate.rounded())))/s")
      let left = Double(progress.total - progress.done) / rate
      if left >= 1 { tail.append("\(duration(left)) left") }
    }
    let words = tail.joined(separator: ", ")
    let bare = "\(name)  \(percent)  \(words)"
    let room = min(30, width - bare.count - 2)
    if room >= 8 {
      let filled = Int((share * Double(room)).rounded())
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
      return "\(name)  \(bar)  \(percent)  \(words)"
    }
    return bare.count <= width ? bare : String("\(name)  \(percent)  \(amount)".prefix(max(0, width)))
  }

  private func grouped(_ number: Int) -> String {
    number.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_US")))
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

extension GlobalOptions {
  /// Shows progress to who watches a terminal; nil: nobody does, or wants to.
  var progressTeller: ProgressTeller? {
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
    guard isatty(STDERR_FILENO) == 1, !quiet, !jsonLogs, !kind.isEmpty, kind != "dumb" else { return nil }
    return { ProgressLine.shared.show($0) }
  }
}
