/// A *person*: all rows with the same usable email; without one, the same usable phone; without both, the row alone.
enum Person: Hashable {
  case email(String)
  case phone(String)
  case row(kind: String, id: String)

  init(kind: String, id: String, _ reach: Reach) {
    if let email = reach.sameEmail {
      self = .email(email)
    } else if let phone = reach.samePhone {
      self = .phone(phone)
    } else {
      self = .row(kind: kind, id: id)
    }
  }

  init(_ reference: Reference) { self.init(kind: "reference", id: reference.id, reference.reach) }

  /// The person behind one end of a touch, where that end is a reference or a contact.
  init?(referenceOrContact end: Party?) {
    switch end {
    case .reference(let one): self.init(one)
    case .contact(let one): self.init(kind: "contact", id: one.id, one.reach)
    case .candidate, .recruiter, nil: return nil
    }
  }
}
