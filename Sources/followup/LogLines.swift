import FollowUpEngine
import Foundation
import Logging
import Tabular

/// Log lines on standard error: plain words for people, JSON for machines. They hold no addresses of people, whatever a mail server or a
/// mailbox answers.
enum LogLines {
  /// The metadata that says which agency a line is of, where there are several; in plain words it comes first.
  static let agency = "agency"

  /// A logger as the options ask.
  static func logger(_ options: GlobalOptions) -> Logger {
    let json = options.jsonLogs
    var logger = Logger(label: "followup") { _ in LineHandler(json: json) }
    // What happens in a run is told to machines whole; of the rest they get what people do.
    logger.logLevel = options.quiet ? .error : options.verbose ? .debug : json ? .info : .notice
    return logger
  }
}

/// One field of a JSON line.
private struct Field: Encodable {
  let value: any Encodable
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

/// A number stays one, all else is text.
private func typed(_ value: Logger.MetadataValue) -> any Encodable {
  guard case .stringConvertible(let inner) = value else { return "\(value)".withoutAddresses }
  if let number = inner as? Int { return number }
  if let number = inner as? Double { return number }
  return "\(inner)".withoutAddresses
}

private struct LineHandler: LogHandler {
  let json: Bool
  var logLevel: Logger.Level = .notice
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    if json, logLevel == .info, event.level < .notice, all[RunEvent.key] == nil { return }
    if !json { all[RunEvent.key] = nil }
    mention(json ? jsonLine(event, all) : plainLine(event, all))
  }

  private func plainLine(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
    let details = metadata.keys.sorted().filter { $0 != LogLines.agency }
      .map { " \($0)=\(metadata[$0] ?? "")" }.joined()
    let agency = metadata[LogLines.agency].map { "\($0): " } ?? ""
    let prefix = (event.level >= .warning ? "followup: \(event.level): " : "followup: ") + agency
    return visible("\(prefix)\(event.message)\(details)".withoutAddresses)
  }

  private func jsonLine(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
    var fields: [String: any Encodable] = [
      "time": Date().formatted(.iso8601), "level": "\(event.level)", "message": "\(event.message)".withoutAddresses,
    ]
    for (key, value) in metadata {
      guard key == RunEvent.key, case .dictionary(let event) = value else {
        fields[key] = "\(value)".withoutAddresses
        continue
      }
      for (key, value) in event { fields[key] = typed(value) }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(fields.mapValues(Field.init)), as: UTF8.self)
    } catch {
      return plainLine(event, metadata)
    }
  }
}
