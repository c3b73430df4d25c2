import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import LocalPostgres
import Mail
import Postgres
import Tabular

/// The version of the program.
let programVersion = "0.1.0"

/// Turns an error into a message on standard error and an exit code of the interface.
enum ExitStatus {
  /// Work that was done in part: what failed was named already.
  struct Partial: Error {}

  /// Work that failed: why was said already.
  struct Failed: Error {}

  /// Ends the program; usage and help are argument-parser's to show.
  static func leave(with error: any Error) -> Never {
    ProgressLine.shared.clear()
    if let code = code(for: error) {
      if let words = message(for: error) { mention("followup: \(words)") }
      exit(code)
    }
    let words = Followup.fullMessage(for: error)
    let code = Followup.exitCode(for: error).rawValue
    guard !words.isEmpty else { exit(code) }
    guard code == 0 else {
      mention(words)
      exit(code)
    }
    do { try say(words) } catch { leave(with: error) }
    exit(code)
  }

  /// The exit code of an error; nil: argument-parser's to say.
  static func code(for error: any Error) -> Int32? {
    switch error {
    case is Partial: 3
    case is Failed: 1
    case let error as FollowUpError: error.kind.rawValue
    case is CatalogError: 78
    case let error as PostgresError: databaseCode(error)
    case is MailError: 69
    case let error as LocalPostgresError: error.kind == .missingServer ? 78 : 69
    case let error as TabularError:
      switch error.kind {
      case .input: 65
      case .closedPipe: 0
      case .unsuitable: 64
      default: 74
      }
    case is CancellationError: 1
    default: nil
    }
  }

  private static func databaseCode(_ error: PostgresError) -> Int32 {
    switch error.kind {
    case .connection: 69
    case .unsuitable: 78
    default: error.isLockTimeout ? 75 : 1
    }
  }

  /// What is said of an error; nil: it was said already.
  static func message(for error: any Error) -> String? {
    switch error {
    case is Partial, is Failed: return nil
    case let error as TabularError where error.kind == .closedPipe: return nil
    case let error as PostgresError where error.isConnectionFailure:
      return "the database cannot be reached: \(error); \(error.connectionRemedy)"
    case is CancellationError: return "interrupted"
    default: return "\(error)"
    }
  }
}
