import Foundation

/// The command line of the model: `report FOLDER… --as-of T` and `random SEED --out DIR`.
public enum CommandLineEntry {
  private static let usage = """
    practice-model report FOLDER… --as-of TIME [--breaches] [--gone] [--time-zone ZONE]
    practice-model random SEED --out DIR [--nights N] [--candidates N]

    """

  /// What a command line prints. TIME is ISO 8601, in UTC when it has no offset.
  public static func run(_ arguments: [String]) throws -> String {
    var words: [String] = []
    var options: [String: String] = [:]
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if ["--breaches", "--gone"].contains(word) {
        options[word] = "yes"
      } else if ["--as-of", "--time-zone", "--out", "--nights", "--candidates"].contains(word) {
        guard let value = rest.popFirst() else { throw ModelError("\(word) wants a value\n\(usage)") }
        options[word] = value
      } else if word.hasPrefix("-") {
        throw ModelError("\(word) is not an option\n\(usage)")
      } else {
        words.append(word)
      }
    }
    switch words.first {
    case "report": return try report(words.dropFirst(), options)
    case "random": return try random(words.dropFirst(), options)
    default: throw ModelError(usage)
    }
  }

  private static func report(_ folders: ArraySlice<String>, _ options: [String: String]) throws -> String {
    guard let utc = Zone("UTC"), let asOf = options["--as-of"].flatMap({ TimeReading.moment($0, zone: utc) }) else {
      throw ModelError("--as-of wants an ISO 8601 time\n\(usage)")
    }
    let agency = try Agency.load(folders: Array(folders), asOf: asOf, timeZone: options["--time-zone"])
    let rows =
      options["--breaches"] == nil
      ? [Agency.followUpColumns] + agency.reportFollowUps(asOf: asOf, gone: options["--gone"] != nil)
      : [Agency.breachColumns] + agency.reportBreaches(asOf: asOf)
    return Csv.write(rows.map { $0.map(Csv.guarded) })
  }

  private static func random(_ words: ArraySlice<String>, _ options: [String: String]) throws -> String {
    guard words.count == 1, let seed = words.first.flatMap({ UInt64($0) }), let out = options["--out"] else {
      throw ModelError("random wants a seed and --out\n\(usage)")
    }
    let agency = try RandomAgency(
      seed: seed,
      candidates: try number("--candidates", options),
      nights: try number("--nights", options)
    )
    for night in 1...agency.nights.count { try agency.write(night: night, to: "\(out)/night\(night)") }
    let times = agency.nights.map { $0.asOf.iso + "\n" }.joined()
    try times.write(toFile: out + "/as_of.txt", atomically: true, encoding: .utf8)
    return times
  }

  private static func number(_ option: String, _ options: [String: String]) throws -> Int? {
    try options[option].map { try Policy.number($0, option, least: 1) }
  }
}
