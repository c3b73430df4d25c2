import Catalog
import Foundation

/// Who took part in an interview.
extension MappingDrafter {
  /// Makes attendees of a cell of the interview's own row: an id, an address or a name, one or several.
  mutating func attendees(_ table: TableGuess, skips: [(when: String, values: [String], reason: String)]) {
    guard let people = table.pick("interviewers")?.column, export.table("attendees") == nil,
      let interview = draft.entries.last?.lines.first(where: { $0.column == "id" })
    else { return }
    draft.use([people.name], of: table.sample)
    let sign = people.shape.listSign
    let parts = people.shape.parts(at: sign)
    var entry = MappingDraft.Entry(target: "attendees", sample: table.sample)
    entry.skips = skips
    entry.keepsOnly = draft.entries.last?.keepsOnly
    if let sign { entry.each = (people.name, sign) } else { entry.skips.append((people.name, [""], "names nobody")) }
    let contact: (value: String, check: String?)
    if export.table("contacts") == nil {
      contact = (named(people, parts, table, &entry), nil)
    } else {
      contact = refer(
        to: "contacts",
        SourceSample.Column(name: people.name, shape: ValueShape(parts, unknown: [])),
        table
      )
    }
    entry.lines = [
      MappingDraft.Line(column: "interview", value: interview.value, check: nil),
      MappingDraft.Line(column: "contact", value: .plain(contact.value), check: contact.check),
      MappingDraft.Line(column: "role", value: .plain("{constant: interviewer}"), check: nil),
    ]
    draft.entries.append(entry)
  }

  /// Contacts that only the interviews name, as "Ana Ruiz <ana@acme.example>" or by their name alone.
  private mutating func named(
    _ people: SourceSample.Column,
    _ parts: [String],
    _ table: TableGuess,
    _ entry: inout MappingDraft.Entry
  ) -> String {
    let column = YAMLText.scalar(people.name)
    let client = id(of: "clients", table) ?? only("clients") ?? Self.nothing
    let hasAddresses = parts.count { $0.contains("<") && $0.contains("@") } * 3 > parts.count
    var contacts = MappingDraft.Entry(target: "contacts", sample: table.sample)
    contacts.each = entry.each
    if entry.each == nil { contacts.skips = [(people.name, [""], "names nobody")] }
    contacts.note = "The export has no file of contacts: they are made of what this one says."
    let lets = [
      ("behind", "{column: \(column), split: {at: \"<\", part: 2}}"),
      ("address", "{column: behind, split: {at: \">\", part: 1}}"),
      ("person", "{column: \(column), split: {at: \"<\", part: 1}}"),
    ]
    if hasAddresses {
      contacts.lets = lets
      entry.lets = lets
    }
    let name = hasAddresses ? "person" : column
    let plain = "{join: [\(name), \(client)], with: \", \"}"
    let id = hasAddresses ? "{first: [address, \(plain)]}" : plain
    let line = { (column: String, value: String) in MappingDraft.Line(column: column, value: .plain(value), check: nil)
    }
    let check =
      client == Self.nothing
      ? "client is required, and no column was found: write its name, or {constant: an id of clients} for all" : nil
    contacts.lines = [
      line("id", id), MappingDraft.Line(column: "client", value: .plain(client), check: check),
      line("name", hasAddresses ? "{first: [person, address]}" : column),
    ]
    if hasAddresses { contacts.lines.append(line("email", "address")) }
    draft.entries.append(contacts)
    return id
  }
}

extension ValueShape {
  /// The values in cells that hold several.
  fileprivate func parts(at sign: String?) -> [String] {
    guard let sign else { return Array(distinct.keys) }
    return distinct.keys.flatMap { $0.components(separatedBy: sign) }.map(trimmed).filter { !$0.isEmpty }
  }
}
