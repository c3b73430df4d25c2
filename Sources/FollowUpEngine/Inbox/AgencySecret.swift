import Crypto
import Logging
import Postgres

/// The random bytes in the database from which an agency signs.
enum AgencySecret {
  /// The secret of a session's agency; nil: this role may not read it, or there is none and none may be made.
  ///
  /// It is made when it is first needed; a session that only reads makes nothing.
  ///
  /// - Parameters:
  ///   - makes: whether it may be made, as in a dry run it may not.
  ///   - without: what is said where this role may not read it: what is done without it.
  static func open(_ session: AgencySession, makes: Bool = true, without: String) async throws -> [UInt8]? {
    var secret = try await read(session, without)
    if secret == nil, makes, !session.isReadOnly {
      let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { hexadecimal($0) }
      let make = try session.statements.answerSecretMake(secret: fresh)
      _ = try await session.transaction { connection in try connection.execute(make) }
      secret = try await read(session, without)
    }
    return secret
  }

  private static func read(_ session: AgencySession, _ without: String) async throws -> [UInt8]? {
    let statement = try session.statements.answerSecret()
    do {
      let rows = try await session.transaction { connection in try connection.query(statement) }
      return rows.first.map { Array(hex: $0.secret) }
    } catch let error as PostgresError where error.code == "42501" {
      session.logger.notice("\(without)")
      return nil
    }
  }
}

/// Bytes as hexadecimal digits, two a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension [UInt8] {
  /// Bytes written as hexadecimal digits.
  fileprivate init(hex: String) {
    var digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }[...]
    self = []
    while digits.count >= 2 { append(UInt8(digits.removeFirst() << 4 | digits.removeFirst())) }
  }
}
