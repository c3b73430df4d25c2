public import Logging
import Synchronization

/// How far a piece of work has come, told while it goes on.
public struct WorkProgress: Sendable, Equatable {
  /// What is worked on, such as "plan".
  public let work: String
  /// How much of it is done, in its unit.
  public let done: Int
  /// How much there is, as far as it is known by now.
  public let total: Int
  /// What is counted, such as "candidates".
  public let unit: String

  /// A note of progress.
  public init(_ work: String, done: Int, of total: Int, unit: String) {
    self.work = work
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// Is told how far the work has come; it is called often, from any thread, and must return at once.
public typealias ProgressTeller = @Sendable (WorkProgress) -> Void

/// A log line that is also an event for machines: where lines are JSON, its fields stand beside the words, each with its own type.
public enum RunEvent {
  /// The metadata that holds the fields of an event. Lines for people leave it out.
  public static let key = "event"

  /// The metadata of an event.
  ///
  /// - Parameters:
  ///   - name: what happened, such as `step_ended`.
  ///   - fields: a value that is missing is left out.
  public static func metadata(
    _ name: String,
    _ fields: [String: (any CustomStringConvertible & Sendable)?]
  )
    -> Logger.Metadata
  {
    var values = fields.compactMapValues { $0 }.mapValues { Logger.MetadataValue.stringConvertible($0) }
    values[key] = .string(name)
    return [key: .dictionary(values)]
  }
}

/// Keeps the warnings and errors that are logged while a step works, and passes every line on.
final class WarningKeeper: Sendable {
  /// More are counted, not kept.
  static let most = 100
  private let kept = Mutex<(lines: [String], more: Int)>(([], 0))

  /// What was kept, in order.
  var lines: [String] {
    kept.withLock { $0.more == 0 ? $0.lines : $0.lines + ["and \($0.more) more"] }
  }

  /// The same logger, whose warnings are kept too.
  func listening(to logger: Logger) -> Logger {
    var logger = logger
    logger.handler = Handler(inner: logger.handler, keeper: self)
    return logger
  }

  fileprivate func keep(_ line: String) {
    kept.withLock { kept in
      if kept.lines.count < Self.most {
        kept.lines.append(line.withoutAddresses)
      } else {
        kept.more += 1
      }
    }
  }

  private struct Handler: LogHandler {
    var inner: any LogHandler
    let keeper: WarningKeeper

    var logLevel: Logger.Level {
      get { inner.logLevel }
      set { inner.logLevel = newValue }
    }
    var metadata: Logger.Metadata {
      get { inner.metadata }
      set { inner.metadata = newValue }
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { inner[metadataKey: key] }
      set { inner[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
      if event.level >= .warning { keeper.keep("\(event.message)") }
      inner.log(event: event)
    }
  }
}
