/// What is stored after one folder after the other was imported.
struct Store: Sendable {
  /// Rows with their moments in UTC.
  private(set) var rows: [RowID: Row] = [:]
  private(set) var zone: Zone?

  init(zone: Zone? = nil) { self.zone = zone }

  func rows(of file: String) -> [Row] {
    rows.filter { $0.key.file == file }.sorted { one, other in
      zip(one.key.key, other.key.key).first { $0 != $1 }.map { codePointsPrecede($0, $1) } ?? false
    }.map(\.value)
  }

  /// Lays a folder over what is stored, as an import at `asOf` does.
  mutating func apply(_ folder: CanonicalFolder, asOf: Moment) throws {
    for row in folder.files["policy.csv", default: []] where row["key"] == "time_zone" && row["deleted"] != "yes" {
      guard let zone = Zone(row["value", default: ""]) else {
        throw ModelError("policy.csv: time_zone: \(row["value", default: ""]) is not a time zone")
      }
      self.zone = zone
    }
    var deleted: Set<RowID> = []
    for file in CanonicalFile.all {
      for row in folder.files[file.name, default: []] {
        if try row["deleted"].map({ $0.isEmpty ? false : try Policy.flag($0, "deleted") }) == true {
          deleted.insert(file.id(of: try readTimes(of: row, file, asOf: asOf)))
        } else {
          try upsert(row, file, asOf: asOf)
        }
      }
    }
    remove(deleted)
  }

  /// Takes rows out, and all rows that refer to them.
  private mutating func remove(_ gone: Set<RowID>) {
    var gone = gone
    while !gone.isEmpty {
      for id in gone { rows[id] = nil }
      gone = Set(
        CanonicalFile.all.flatMap { file in
          rows.filter { $0.key.file == file.name && file.references(of: $0.value).contains(where: gone.contains) }.keys
        }
      )
    }
  }

  private mutating func upsert(_ row: Row, _ file: CanonicalFile, asOf: Moment) throws {
    var stored = rows[file.id(of: row), default: [:]]
    let ownZone = row["time_zone"] ?? stored["time_zone"] ?? ""
    let cells = try readTimes(of: row.merging(["time_zone": ownZone]) { $1 }, file, asOf: asOf)
    for (column, cell) in cells where row[column] != nil { stored[column] = cell }
    for column in file.required where stored[column, default: ""].isEmpty {
      throw ModelError("\(file.name): \(file.id(of: row).key): \(column) is required")
    }
    for reference in file.references(of: stored) where rows[reference] == nil {
      throw ModelError("\(file.name): \(file.id(of: row).key): \(reference.file) has no \(reference.key)")
    }
    stored["deleted"] = nil
    rows[file.id(of: stored)] = stored
    if file.name == "applications.csv", row["stage"] != nil || row["stage_since"] != nil { addStage(of: stored) }
  }

  /// stage and stage_since of applications.csv add to the history.
  private mutating func addStage(of application: Row) {
    guard let id = application["id"], let stage = application["stage"], !stage.isEmpty else { return }
    let since = application["stage_since", default: ""]
    rows[RowID(file: "stages.csv", key: [id, stage, since])] = ["application": id, "stage": stage, "since": since]
  }

  /// The row with its times in UTC; facts within 5 minutes' grace are those of the import's moment.
  private func readTimes(of row: Row, _ file: CanonicalFile, asOf: Moment) throws -> Row {
    guard let agencyZone = zone else { throw ModelError("policy.csv: time_zone must be set") }
    var zone = agencyZone
    if let name = row["time_zone"], !name.isEmpty {
      guard let own = Zone(name) else { throw ModelError("\(file.name): time_zone: \(name) is not a time zone") }
      zone = own
    }
    var cells = row
    for column in file.times {
      guard let text = row[column], !text.isEmpty else { continue }
      guard let moment = TimeReading.moment(text, zone: zone) else {
        throw ModelError("\(file.name): \(file.id(of: row).key): \(column): \(text) is not an ISO 8601 time")
      }
      guard !file.facts.contains(column) || moment <= asOf.plus(seconds: 300) else {
        throw ModelError("\(file.name): \(file.id(of: row).key): \(column): \(text) is later than the import")
      }
      cells[column] = (file.facts.contains(column) ? min(moment, asOf) : moment).iso
    }
    return cells
  }
}
