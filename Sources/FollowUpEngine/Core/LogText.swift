extension String {
  /// The text without addresses of people: for log lines, records of runs and mails about them, which hold no personal data. What
  /// a mail server answers often repeats the recipient's address.
  public var withoutAddresses: String {
    guard contains("@") else { return self }
    return replacing(/[^\s<>"(),;:\[\]\/\\]+@[^\s<>"'(),;:\[\]\/\\]*[^\s<>"'(),;:\[\]\/\\.]/, with: "(address)")
  }

  /// The same of what was said about one recipient: some servers name only what stands before the @.
  func without(recipient address: String) -> String {
    let text = withoutAddresses
    let local = address.prefix { $0 != "@" }
    // Names of offices are words of the answer too.
    guard local.count > 2, !Self.offices.contains(local.lowercased()) else { return text }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let core = word.drop { "<\"'(".contains($0) }.prefix { !">\"'),;:".contains($0) }
      guard core.lowercased() == local.lowercased() else { return String(word) }
      return String(word.replacing(core, with: "(address)", maxReplacements: 1))
    }.joined(separator: " ")
  }

  private static let offices: Set = [
    "admin", "answers", "careers", "contact", "hello", "info", "jobs", "mail", "message", "office", "postmaster",
    "recipient", "sales",
    "sender", "server", "support", "team", "user",
  ]
}
