/// An agency's history made up from a seed: an initial import and nights of changes, small and nasty on purpose.
public struct RandomAgency: Sendable, CustomStringConvertible {
  /// One night's import.
  public struct Night: Sendable {
    /// The import's moment; no fact of the night or the nights before is later.
    public var asOf: Moment
    var folder: CanonicalFolder
  }

  /// What it was made from.
  public let seed: UInt64
  /// The nights in their order; the first is the initial import.
  public internal(set) var nights: [Night]

  /// Makes up an agency. The seed decides all that is not given.
  public init(seed: UInt64, candidates: Int? = nil, nights: Int? = nil) throws {
    self.seed = seed
    var draft = try Draft(seed: seed)
    try draft.drawInitialAgency(candidates: candidates ?? draft.random.number(5...25))
    var made = [try draft.endNight()]
    for _ in 1..<max(nights ?? draft.random.number(2...5), 1) {
      draft.beginNight()
      try draft.drawChanges()
      made.append(try draft.endNight())
    }
    self.nights = made
  }

  /// A history written down, not made up.
  init(seed: UInt64, nights: [Night]) {
    self.seed = seed
    self.nights = nights
  }

  /// Writes the canonical folder of a night, counted from 1.
  public func write(night: Int, to path: String) throws { try nights[night - 1].folder.write(to: path) }

  /// The moment of a night, counted from 1.
  public func asOf(night: Int) -> Moment { nights[night - 1].asOf }

  /// What the agency knows after a night, counted from 1.
  public func agency(after night: Int) throws -> Agency { try Agency(try store(after: night)) }

  func store(after night: Int) throws -> Store {
    var store = Store()
    for one in nights.prefix(night) { try store.apply(one.folder, asOf: one.asOf) }
    return store
  }

  /// Every night's files, to be read by people.
  public var description: String {
    var text = "seed \(seed)\n"
    for (index, night) in nights.enumerated() {
      text += "\nnight \(index + 1), as of \(night.asOf.iso)\n"
      for (name, content) in night.folder.texts { text += "\n\(name)\n\(content)" }
    }
    return text
  }
}
