/// An agency while it is being made up, one night after the other.
struct Draft {
  var random: SplitMix64
  let zone: Zone
  /// The night's moment.
  var asOf: Moment
  /// What is stored with the changes of this night so far.
  private(set) var state: Store
  private var stored: Store
  /// The columns that this night changed, by row.
  private var changed: [RowID: Set<String>] = [:]
  private var deleted: Set<RowID> = []
  private var counters: [String: Int] = [:]
  /// What the model made of the state when last asked, and the moments at which something about a follow-up happens.
  private(set) var agency: Agency
  private(set) var followUps: [FollowUp] = []
  private(set) var boundaries: [Moment] = []

  /// A zone, and a first night soon after its clocks change, or about a year's end.
  init(seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    let (name, date) = random.of(
      ("America/New_York", "2026-11-05"),
      ("America/New_York", "2026-03-12"),
      ("America/New_York", "2026-12-03"),
      ("Europe/London", "2026-10-29"),
      ("Europe/Berlin", "2027-04-01"),
      ("Australia/Lord_Howe", "2026-10-08"),
      ("America/St_Johns", "2026-03-11"),
      ("Pacific/Auckland", "2027-04-08"),
      ("Asia/Kolkata", "2027-01-06")
    )
    guard let zone = Zone(name), let day = Day(iso: date) else { throw ModelError("\(name) is not a time zone") }
    self.zone = zone
    let hour = Int64(random.of(0, 6, 9, 18, 23))
    asOf = zone.moment(WallTime(day: day, microseconds: hour * 3600 * Moment.microsecondsPerSecond))
    (state, stored) = (Store(zone: zone), Store(zone: zone))
    agency = try Agency(state)
  }

  /// A new id of a file. Ids of different lengths, so that code-point order is not the order of making.
  mutating func newID(_ prefix: String) -> String {
    counters[prefix, default: 0] += 1
    return prefix + String(counters[prefix, default: 0])
  }

  func rows(_ file: String) -> [Row] { state.rows(of: file) }

  /// Adds a row, or changes cells of one.
  mutating func put(_ file: String, _ cells: Row) throws {
    guard let known = CanonicalFile.all.first(where: { $0.name == file }) else { return }
    // What this night takes out it does not bring back.
    if deleted.contains(known.id(of: cells)) { return }
    try state.apply(CanonicalFolder(files: [file: [cells]]), asOf: asOf)
    changed[known.id(of: cells), default: []].formUnion(cells.keys)
  }

  /// Takes a row out with all that refers to it.
  mutating func delete(_ file: String, _ row: Row) throws {
    guard let known = CanonicalFile.all.first(where: { $0.name == file }) else { return }
    let id = known.id(of: row)
    // What this night brought in was never stored: it is better forgotten than deleted.
    if stored.row(id) == nil { return }
    try state.apply(CanonicalFolder(files: [file: [row.merging(["deleted": "yes"]) { $1 }]]), asOf: asOf)
    deleted.insert(id)
    changed[id] = nil
  }

  /// The next night's moment: some days later, often exactly when something about a follow-up happens.
  mutating func beginNight() {
    let soon = boundaries.filter { $0 > asOf && $0 < asOf.plus(hours: 24 * 10) }
    if random.chance(60), let exactly = random.one(soon) {
      asOf = exactly
    } else {
      asOf = agency.calendar.plus(asOf, days: random.number(1...6)).plus(hours: random.of(0, 0, 3, 15))
    }
  }

  /// The night's folder: the rows it changed, with all columns or only those that changed.
  mutating func endNight() throws -> RandomAgency.Night {
    var folder = CanonicalFolder()
    for file in CanonicalFile.all {
      let here = changed.filter { $0.key.file == file.name }
      let gone = deleted.filter { $0.file == file.name }
      let rows = here.keys.sorted { codePointsPrecede($0.key.joined(separator: ","), $1.key.joined(separator: ",")) }
        .compactMap { state.row($0) }
      let some = Set(file.required).union(here.values.flatMap { $0 })
      let columns = file.columns.filter { random.chance(50) || some.contains($0) || stored.rows(of: file.name).isEmpty }
      var written = try rows.map { try spelled($0, file, columns) }
      for id in gone.sorted(by: { codePointsPrecede($0.key.joined(), $1.key.joined()) }) {
        written.append(Row(columns.map { ($0, "") }) { $1 }.merging(zip(file.key, id.key)) { $1 })
        written[written.count - 1]["deleted"] = "yes"
      }
      for index in written.indices where !gone.isEmpty && written[index]["deleted"] == nil {
        written[index]["deleted"] = random.of("", "no")
      }
      if !written.isEmpty { folder.files[file.name] = written }
    }
    try stored.apply(folder, asOf: asOf)
    state = stored
    (changed, deleted) = ([:], [])
    try lookAhead()
    return RandomAgency.Night(asOf: asOf, folder: folder)
  }

  /// Has the model read the state, to see what there is to answer and when something about a follow-up happens.
  mutating func lookAhead() throws {
    agency = try Agency(state)
    followUps = agency.followUps()
    let moments = followUps.flatMap { [$0.askedFrom, $0.opens, $0.due, $0.expires, $0.askedUntil].compactMap { $0 } }
    boundaries = Set(moments).sorted()
  }

  /// A row's cells under these columns, each time spelled in one of the ways that the interface allows.
  private mutating func spelled(_ row: Row, _ file: CanonicalFile, _ columns: [String]) throws -> Row {
    var cells = Row(columns.map { ($0, row[$0, default: ""]) }) { $1 }
    let own = row["time_zone", default: ""]
    let mayBeLocal = own.isEmpty || columns.contains("time_zone")
    for column in file.times where !cells[column, default: ""].isEmpty {
      guard let utc = Zone("UTC"), let moment = TimeReading.moment(cells[column, default: ""], zone: utc) else {
        continue
      }
      let zone = Zone(own) ?? zone
      let wall = zone.wall(moment)
      if mayBeLocal, random.chance(50), zone.moment(wall) == moment {
        cells[column] = wall.iso
      } else if random.chance(50) {
        cells[column] = WallTime(microsecondsFrom1970: moment.microseconds + 2 * 3_600_000_000).iso + "+02:00"
      }
    }
    return cells
  }
}

extension Store {
  func row(_ id: RowID) -> Row? { rows[id] }
}
