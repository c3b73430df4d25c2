import Foundation

/// What went wrong in the database, or on the way to it.
///
/// `description` is fit for a log: it leaves out what may be people's data, that is DETAIL, CONTEXT, bound values, and what the server
/// quotes of a value it could not read. Who needs that asks for ``message``, ``detail`` and ``context``.
public struct PostgresError: Error, Sendable, Equatable {
  /// What kind of failure it is, and so what a caller can do.
  public enum Kind: Sendable, Equatable {
    /// The server cannot be reached, refuses the connection, or the connection is lost or closed.
    case connection
    /// The server refused a statement; `code` says why.
    case server
    /// A value is missing, NULL, or not of the type asked for.
    case column
    /// The program used a connection in a way that cannot work.
    case usage
    /// The database cannot be used as it was created.
    case unsuitable
    /// The task was cancelled, or `cancel()` was called.
    case cancelled
  }

  /// A place in the text of a statement, both from 1; the column counts Unicode scalars.
  public struct Position: Sendable, Equatable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// The server's primary message, or this module's. It may quote a value.
  public var message: String
  /// The five characters of the SQLSTATE.
  public var code: String?
  /// `ERROR`, `FATAL` or `PANIC`, never translated.
  public var severity: String?
  /// The server's DETAIL; often contains values.
  public var detail: String?
  /// The server's HINT.
  public var hint: String?
  /// The server's CONTEXT: the functions and queries the error came through; may contain values.
  public var context: String?
  /// The schema of the table, type or constraint concerned.
  public var schema: String?
  /// The table concerned.
  public var table: String?
  /// The column concerned: of a table, or of a result.
  public var column: String?
  /// The constraint violated.
  public var constraint: String?
  /// The SQL file of the statement.
  public var file: String?
  /// Where in the statement the server saw the error.
  public var position: Position?

  /// An error with a kind and words.
  public init(_ kind: Kind, _ message: String, code: String? = nil) {
    self.kind = kind
    self.message = message
    self.code = code
  }

  /// Whether `lock_timeout` or NOWAIT gave up waiting for a lock.
  public var isLockTimeout: Bool { code == "55P03" }

  /// Whether `statement_timeout` ended the statement.
  public var isTimeout: Bool { kind == .server && code == "57014" }

  /// Whether the statement would have written in a transaction that only reads.
  public var isWriteRefused: Bool { code == "25006" }

  /// Whether a value was not of the form that its type asks for.
  public var isBadValue: Bool { code?.hasPrefix("22") == true }

  /// Whether the server could not be reached or was lost.
  public var isConnectionFailure: Bool { kind == .connection }
}

extension PostgresError: CustomStringConvertible {
  /// One line, without people's data: `sql/engine/plan.sql:12:5: column "x" does not exist (SQLSTATE 42703)`.
  public var description: String {
    var text = place.map { "\($0): " } ?? ""
    // libpq's messages, and some of RAISE, have several lines.
    text += unquotedMessage.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    if let copyLine { text += " (\(copyLine))" }
    let facts = [
      code.map { "SQLSTATE \($0)" },
      constraint.map { "constraint \($0)" },
      table.map { name in "table " + (schema.map { "\($0).\(name)" } ?? name) },
    ].compactMap(\.self)
    if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
    if let hint { text += ". \(hint)" }
    if let remedy { text += "; \(remedy)" }
    return text
  }

  private var place: String? {
    switch (file, position) {
    case (let file?, let position?): "\(file):\(position.line):\(position.column)"
    case (let file?, nil): file
    case (nil, let position?): "line \(position.line), column \(position.column) of the statement"
    case (nil, nil): nil
    }
  }

  /// The messages of class 22 (data exceptions) quote the value; those about the form of a COPY file (22P04) quote column names.
  private var unquotedMessage: String {
    guard let code, code.hasPrefix("22"), code != "22P04" else { return message }
    return message.replacing(/".*"/.dotMatchesNewlines(), with: "\"…\"")
  }

  /// `COPY candidate, line 3, column email` without the value that follows.
  private var copyLine: Substring? {
    context?.firstMatch(of: /COPY [^\n:]*, line [0-9]+(, column [^\n:]+)?/)?.output.0
  }
}
