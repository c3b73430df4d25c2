import Foundation
import Postgres

/// Whom a command about a person means.
public enum PersonName: Sendable, Equatable {
  /// Whoever has this address.
  case address(String)
  /// The row of a kind (candidate, contact, reference) with this id at its source, and whoever else is the same person.
  case id(kind: String, String)

  /// The kinds of people who can be asked for.
  public static let kinds = ["candidate", "contact", "reference"]

  var address: String? {
    guard case .address(let address) = self else { return nil }
    return address.trimmingCharacters(in: .whitespaces).lowercased()
  }

  var kind: String? {
    guard case .id(let kind, _) = self else { return nil }
    return kind
  }

  var externalID: String? {
    guard case .id(_, let id) = self else { return nil }
    return id
  }

  /// In words, for messages.
  var words: String {
    switch self {
    case .address(let address): "the address \(address)"
    case .id(let kind, let id): "the \(kind) \(id)"
    }
  }
}

/// The rows of one person at the agency.
struct PersonRows: Sendable {
  let rows: [Statements.PersonRows]

  init(_ name: PersonName, _ session: AgencySession, on connection: isolated Connection) throws {
    rows = try connection.query(
      session.statements.personRows(address: name.address, externalID: name.externalID, kind: name.kind)
    )
  }

  var candidates: [Int] { ids("candidate") }
  var contacts: [Int] { ids("contact") }
  var references: [Int] { ids("reference") }
  /// Those who work here with the same address: they stay as they are.
  var recruiters: [String] { rows.filter { $0.kind == "recruiter" }.map(\.externalID) }
  /// The rows, as a reader names them: `candidate c3`.
  var names: [String] { people.map { "\($0.kind) \($0.externalID)" } }
  var isEmpty: Bool { people.isEmpty }
  /// Whether every row was erased before.
  var isErased: Bool { people.allSatisfy { $0.erasedAt != nil } }

  private var people: [Statements.PersonRows] { rows.filter { $0.kind != "recruiter" } }

  private func ids(_ kind: String) -> [Int] { rows.filter { $0.kind == kind }.map(\.id) }

  /// That nobody is meant, with what to do.
  func unknown(_ name: PersonName) -> FollowUpError {
    recruiters.isEmpty
      ? FollowUpError(
        .usage,
        "\(name.words) belongs to nobody at this agency",
        remedy:
          "give another address, or --id with candidate:ID, contact:ID or reference:ID; an address that the policy "
          + "nobodys_addresses names identifies nobody"
      )
      : FollowUpError(
        .usage,
        "\(name.words) belongs to the recruiter \(recruiters.joined(separator: ", ")), who works here",
        remedy: "import recruiters with active=no when somebody leaves"
      )
  }
}
