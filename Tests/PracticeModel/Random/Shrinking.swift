extension RandomAgency {
  /// The smallest history that can be found by leaving out nights, rows (with all that refers to them) and cells, of
  /// which `stillFails` says yes.
  ///
  /// What it is asked about can always be loaded. It says yes to the history itself, or nothing is left out.
  public func shrunk(while stillFails: (RandomAgency) async throws -> Bool) async rethrows -> RandomAgency {
    var smallest = self
    var size = Int.max
    while smallest.size < size {
      size = smallest.size
      smallest = try await smallest.withFewerNights(stillFails)
      smallest = try await smallest.without(smallest.subjects, stillFails) { $0.leavingOut(Set($1)) }
      smallest = try await smallest.without(smallest.changes, stillFails) { $0.leavingOut(changes: Set($1)) }
      smallest = try await smallest.without(smallest.optionalCells, stillFails) { $0.emptying(Set($1)) }
    }
    return smallest
  }

  /// What is tried to make less of.
  private var size: Int {
    nights.reduce(nights.count) { sum, night in
      night.folder.files.values.joined().reduce(sum) { $0 + $1.values.filter { !$0.isEmpty }.count + 1 }
    }
  }

  private var isLoadable: Bool {
    do {
      _ = try agency(after: nights.count)
      return true
    } catch {
      return false
    }
  }

  /// Leaves out the last nights, or lays the first two together.
  private func withFewerNights(_ stillFails: (RandomAgency) async throws -> Bool) async rethrows -> RandomAgency {
    var smallest = self
    while smallest.nights.count > 1 {
      var candidates = [RandomAgency(seed: seed, nights: Array(smallest.nights.dropLast()))]
      if let together = smallest.layingFirstTwoTogether { candidates.append(together) }
      var found: RandomAgency?
      for candidate in candidates where candidate.isLoadable {
        if try await stillFails(candidate) {
          found = candidate
          break
        }
      }
      guard let found else { return smallest }
      smallest = found
    }
    return smallest
  }

  private var layingFirstTwoTogether: RandomAgency? {
    var store = Store()
    do { store = try self.store(after: 2) } catch { return nil }
    var folder = CanonicalFolder()
    for file in CanonicalFile.all {
      let rows = store.rows(of: file.name)
      let columns = file.columns.filter { column in rows.contains { $0[column] != nil } }
      if rows.isEmpty { continue }
      folder.files[file.name] = rows.map { row in Row(columns.map { ($0, row[$0, default: ""]) }) { $1 } }
    }
    return RandomAgency(seed: seed, nights: [Night(asOf: nights[1].asOf, folder: folder)] + nights.dropFirst(2))
  }

  /// Leaves out as many of the parts as it can: first by halves, then by quarters, down to one by one.
  private func without<Part>(
    _ parts: [Part],
    _ stillFails: (RandomAgency) async throws -> Bool,
    _ leaveOut: (RandomAgency, [Part]) -> RandomAgency
  ) async rethrows -> RandomAgency {
    var (smallest, left) = (self, parts)
    var chunk = max(left.count / 2, 1)
    while !left.isEmpty {
      var index = 0
      while index < left.count {
        let end = min(index + chunk, left.count)
        let candidate = leaveOut(smallest, Array(left[index..<end]))
        var isSmaller = false
        if candidate.isLoadable { isSmaller = try await stillFails(candidate) }
        if isSmaller {
          smallest = candidate
          left.removeSubrange(index..<end)
        } else {
          index = end
        }
      }
      if chunk == 1 { break }
      chunk = max(chunk / 2, 1)
    }
    return smallest
  }

  /// All rows that any night knows, but for the zone, which an agency needs.
  private var subjects: [RowID] {
    var found: Set<RowID> = []
    forEachRow { _, file, row, _ in found.insert(file.id(of: row)) }
    return found.filter { $0 != RowID(file: "policy.csv", key: ["time_zone", ""]) }
      .sorted { codePointsPrecede($0.file + $0.key.joined(separator: ","), $1.file + $1.key.joined(separator: ",")) }
  }

  /// A row of one night.
  private struct Change: Hashable {
    let night: Int
    let row: RowID
  }

  /// The rows of the nights after the first: taking one out leaves the row as the nights before had it.
  private var changes: [Change] {
    var found: [Change] = []
    forEachRow { night, file, row, _ in if night > 0 { found.append(Change(night: night, row: file.id(of: row))) } }
    return found
  }

  private struct Cell: Hashable {
    let night: Int
    let row: RowID
    let column: String
  }

  private var optionalCells: [Cell] {
    var found: [Cell] = []
    forEachRow { night, file, row, _ in
      for column in file.optional where row[column].map({ !$0.isEmpty }) == true && !file.key.contains(column) {
        found.append(Cell(night: night, row: file.id(of: row), column: column))
      }
    }
    return found
  }

  private func forEachRow(_ visit: (Int, CanonicalFile, Row, Int) -> Void) {
    for (night, one) in nights.enumerated() {
      for file in CanonicalFile.all {
        for (index, row) in one.folder.files[file.name, default: []].enumerated() { visit(night, file, row, index) }
      }
    }
  }

  /// Without these rows and all that refers to them, in every night.
  private func leavingOut(_ subjects: Set<RowID>) -> RandomAgency {
    var gone = subjects
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      forEachRow { _, file, row, _ in
        let id = file.id(of: row)
        if !gone.contains(id), file.references(of: row).contains(where: gone.contains) {
          gone.insert(id)
          isGrowing = true
        }
      }
    }
    return filtering { _, id in !gone.contains(id) }
  }

  private func leavingOut(changes: Set<Change>) -> RandomAgency {
    filtering { night, id in !changes.contains(Change(night: night, row: id)) }
  }

  private func filtering(_ stays: (Int, RowID) -> Bool) -> RandomAgency {
    var smaller = self
    for night in nights.indices {
      for file in CanonicalFile.all {
        smaller.nights[night].folder.files[file.name]?.removeAll { !stays(night, file.id(of: $0)) }
      }
    }
    return smaller
  }

  private func emptying(_ cells: Set<Cell>) -> RandomAgency {
    var smaller = self
    forEachRow { night, file, row, index in
      for column in file.optional
      where cells.contains(Cell(night: night, row: file.id(of: row), column: column)) {
        smaller.nights[night].folder.files[file.name]?[index][column] = ""
      }
    }
    return smaller
  }
}
