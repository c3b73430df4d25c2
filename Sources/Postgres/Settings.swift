extension Connection {
  /// Where to connect, and what holds for the session.
  public struct Settings: Sendable {
    /// A libpq connection string or URL; may hold a password.
    let conninfo: String
    let applicationName: String
    let parameters: [String: String]
    let preferences: [String: String]
    let onNotice: @Sendable (Notice) -> Void
    let lockPatience: Duration
    let onLockWait: @Sendable (String) -> Void

    /// Settings from a libpq connection string.
    ///
    /// What the string leaves out comes from the `PG*` variables, the service file and the password file, as in every program that uses libpq.
    /// One default differs: a TCP connection to a host other than this one is made with `sslmode=verify-full`, unless the string, the
    /// service or `PGSSLMODE` says otherwise.
    /// - Parameters:
    ///   - conninfo: `host=… dbname=…` or `postgresql://…`; "" takes everything from the environment.
    ///   - applicationName: the name in `pg_stat_activity` when neither `conninfo` nor `PGAPPNAME` gives one.
    ///   - parameters: run-time parameters by name, such as `lock_timeout` or `search_path`, with values as in `postgresql.conf`. They hold
    ///     for the session, and every `transaction` sets them again for itself. Behind a pooler (PgBouncer), only the latter: a session there is shared.
    ///   - preferences: parameters that are set in the same way where the server knows the value, and left as they are elsewhere: it may be older,
    ///     or built without something.
    ///   - onNotice: receives the server's notices, on the connection's own thread. Nothing is ever written to standard error.
    ///   - lockPatience: for how long a statement may wait for a lock before `onLockWait` is told of it.
    ///   - onLockWait: receives a line that names the holder of the lock, on the connection's own thread.
    public init(
      conninfo: String,
      applicationName: String = "followup",
      parameters: [String: String] = [:],
      preferences: [String: String] = [:],
      onNotice: @escaping @Sendable (Notice) -> Void = { _ in },
      lockPatience: Duration = .seconds(5),
      onLockWait: @escaping @Sendable (String) -> Void = { _ in }
    ) {
      self.conninfo = conninfo
      self.applicationName = applicationName
      self.parameters = parameters
      self.preferences = preferences
      self.onNotice = onNotice
      self.lockPatience = lockPatience
      self.onLockWait = onLockWait
    }
  }
}

extension Connection.Settings {
  /// The same with another patience for locks.
  /// - Parameters:
  ///   - lockPatience: for how long a statement may wait for a lock before it is looked for who holds it.
  ///   - onLockWait: receives a line that names the holder.
  public func waiting(lockPatience: Duration, onLockWait: @escaping @Sendable (String) -> Void) -> Self {
    Self(
      conninfo: conninfo,
      applicationName: applicationName,
      parameters: parameters,
      preferences: preferences,
      onNotice: onNotice,
      lockPatience: lockPatience,
      onLockWait: onLockWait
    )
  }
}

extension Connection.Settings: CustomStringConvertible, CustomReflectable {
  /// The settings without the connection string, which may hold a password.
  public var description: String {
    "Settings(applicationName: \(applicationName), parameters: \(parameters.keys.sorted()))"
  }

  /// The same for `dump`.
  public var customMirror: Mirror { Mirror(self, children: ["applicationName": applicationName]) }
}
