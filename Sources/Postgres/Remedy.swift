extension PostgresError {
  /// What to do about it, where the SQLSTATE alone says so; nil: the message has to.
  public var remedy: String? {
    guard kind == .server else { return nil }
    switch code {
    case "25006":
      return "this server takes no writes: connect to the primary, or see default_transaction_read_only for this role "
        + "and database"
    case "42501": return "connect as a role that has this right, or have the owner of the table grant it"
    case "53100":
      return "the server's disk is full: make room on it, then run the same command again; nothing of this was stored"
    case "55P03":
      return "another session holds the lock: wait until it is done, or end it, then run the same command again"
    case "57014":
      return "the server ended the statement: raise statement_timeout for this role and database where it is too "
        + "short, else ask who cancelled it, and run the same command again"
    default: return nil
    }
  }
}
