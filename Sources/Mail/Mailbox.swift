import CGMime

/// A person's name and e-mail address.
public struct Mailbox: Sendable, Equatable {
  /// The name beside the address, in any language; nil when there is none.
  public let name: String?
  /// `local@domain` as it was given; both parts may be in any language.
  public let address: String

  /// - Throws: `MailError.invalid` for an address that no server would take (no `@`, a space, a quote, over 254 bytes …) and for
  ///   control characters, line breaks among them, in either part.
  public init(name: String?, address: String) throws {
    let shown = quoted(address)
    if address.isEmpty { throw MailError.invalid("the e-mail address is empty: give one like name@example.org") }
    if let bad = address.unicodeScalars.first(where: { isControl($0) || $0.properties.isWhitespace }) {
      throw MailError.invalid("the e-mail address \(shown) contains \(codePoint(bad)): remove it")
    }
    if let bad = address.unicodeScalars.first(where: { "\"(),:;<>[\\]".unicodeScalars.contains($0) }) {
      throw MailError.invalid(
        "the e-mail address \(shown) contains “\(bad)”: give the bare address, like name@example.org"
      )
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw MailError.invalid("the e-mail address \(shown) is not of the form name@example.org")
    }
    guard !parts[1].split(separator: ".", omittingEmptySubsequences: false).contains("") else {
      throw MailError.invalid("the e-mail address \(shown) has an empty part in its domain")
    }
    guard address.utf8.count <= 254 else {
      throw MailError.invalid("the e-mail address \(shown) is longer than 254 bytes, which no server accepts")
    }
    if let name, let bad = name.unicodeScalars.first(where: isControl) {
      throw MailError.invalid("the name beside the e-mail address \(shown) contains \(codePoint(bad)): remove it")
    }
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    self.address = address
  }

  /// Whether any server carries the address: only the local part can be in the way.
  var isASCII: Bool {
    get throws { try wireAddress.utf8.allSatisfy { $0 < 0x80 } }
  }

  /// The address as it goes over the wire: an international domain in its ASCII form (IDNA). The local part stays as it is.
  var wireAddress: String {
    get throws {
      if address.utf8.allSatisfy({ $0 < 0x80 }) { return address }
      GMimeLibrary.start()
      guard let mailbox = cgmime_mailbox_new(nil, address) else { throw MailError.invalid("out of memory") }
      defer { g_object_unref(mailbox) }
      guard let encoded = internet_address_mailbox_get_idn_addr(mailbox) else {
        throw MailError.invalid(
          "the domain of the e-mail address \(quoted(address)) has no ASCII form (IDNA): check its spelling"
        )
      }
      let wire = String(cString: encoded)
      guard let domain = wire.split(separator: "@").last, domain.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw MailError.invalid(
          "the domain of the e-mail address \(quoted(address)) has no ASCII form (IDNA): check its spelling"
        )
      }
      return wire
    }
  }
}
