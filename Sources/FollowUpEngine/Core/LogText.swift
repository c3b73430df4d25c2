extension String {
  /// The text without addresses of people: for log lines, records of runs and mails about them, which hold no personal data. What
  /// a mail server answers often repeats the recipient's address.
  public var withoutAddresses: String {
    guard contains("@") else { return self }
    return replacing(/[^\s<>"'(),;:=\[\]\/]+@[^\s<>"'(),;:\[\]\/]*[^\s<>"'(),;:\[\]\/.]/, with: "(address)")
  }
}
