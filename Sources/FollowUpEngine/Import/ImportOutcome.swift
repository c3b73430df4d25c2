/// What became of an import, row by row.
public struct ImportOutcome: Sendable, Equatable {
  /// What became of one file's rows: read = added + changed + unchanged + deleted + rejected + skipped.
  public struct File: Sendable, Equatable, CustomStringConvertible {
    /// The file, as it was named.
    public let file: String
    /// The canonical file its rows became, without .csv; empty: the mapping takes nothing from it.
    public let target: String
    /// Rows in it.
    public let read: Int
    /// Facts that are new.
    public let added: Int
    /// Facts that changed.
    public let changed: Int
    /// Facts that were known already, and rows that say the same again.
    public let unchanged: Int
    /// Facts taken out by the column `deleted`, their own or that of what they refer to.
    public let deleted: Int
    /// Bad rows.
    public let rejected: Int
    /// Rows that the mapping passes over.
    public let skipped: Int

    /// `file: touches: 12 read: 10 added, 1 changed, 0 unchanged, 0 deleted, 1 rejected, 0 skipped`.
    public var description: String {
      "\(file): \(target.isEmpty ? "" : "\(target): ")\(read) read: \(added) added, \(changed) changed, \(unchanged) unchanged, "
        + "\(deleted) deleted, \(rejected) rejected, \(skipped) skipped"
    }
  }

  /// A bad row.
  public struct Reject: Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The line on which the row begins, from 1.
    public let line: Int
    /// The column at fault; nil: the row as a whole.
    public let column: String?
    /// The value at fault; nil: none is there.
    public let value: String?
    /// What is wrong, and what to do; goes on from the value, or from the column where no value is at fault.
    public let reason: String

    /// `file:line: column: value is not …; what to do`.
    public var description: String {
      let subject = [column, value].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
      return "\(file):\(line): " + (subject.isEmpty ? reason : "\(subject) \(reason)")
    }
  }

  /// Rows that the mapping passes over for one reason.
  public struct Skip: Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The canonical file they would have been for, without .csv; empty: none.
    public let target: String
    /// Why, in the mapping's words.
    public let reason: String
    /// How many.
    public let rows: Int
    /// The line of the first.
    public let firstLine: Int

    /// `file:line: 3 rows skipped: reason`.
    public var description: String { "\(file):\(firstLine): \(rows) \(rows == 1 ? "row" : "rows") skipped: \(reason)" }
  }

  /// An address that is stored as it was given and cannot be used.
  public struct UnusableAddress: Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// The line on which the row begins, from 1.
    public let line: Int
    /// The address.
    public let address: String
    /// Why nobody can be known by it or written to.
    public let reason: String

    /// `file:line: email: address reason`.
    public var description: String { "\(file):\(line): email: \(address) \(reason)" }
  }

  /// Something in a folder that was not read.
  public struct Unread: Sendable, Equatable, CustomStringConvertible {
    /// The file or folder.
    public let file: String
    /// Why, and what to do.
    public let reason: String

    /// `file: reason`.
    public var description: String { "\(file): \(reason)" }
  }

  /// Rows of one canonical file that were stored before and that a complete export lacks.
  public struct Vanished: Sendable, Equatable, CustomStringConvertible {
    /// The canonical file, without .csv.
    public let target: String
    /// How many.
    public let rows: Int
    /// What they became; nil: nothing, since their kind has no state for that.
    public let became: String?

    /// `candidates: 3 rows are not in this export: they become inactive`.
    public var description: String {
      "\(target): \(rows) \(rows == 1 ? "row that is stored is" : "rows that are stored are") not in this export: "
        + (became.map { "now \($0)" } ?? "kept as \(rows == 1 ? "it is" : "they are"), since these have no state")
    }
  }

  /// The import's id; nil: a dry run, of which nothing stays.
  public let id: Int?
  /// Each file.
  public let files: [File]
  /// The first rejects.
  public let firstRejects: [Reject]
  /// Why rows were skipped.
  public let skips: [Skip]
  /// The first addresses that cannot be used.
  public let firstUnusableAddresses: [UnusableAddress]
  /// How many addresses cannot be used.
  public let unusableAddresses: Int
  /// What was not read.
  public let unread: [Unread]
  /// What a complete export lacks; empty unless it was said to be complete.
  public let vanished: [Vanished]

  /// All rejects.
  public var rejected: Int { files.reduce(0) { $0 + $1.rejected } }
  /// Whether there were rows and every one that was not skipped was rejected.
  public var isUnusable: Bool { rejected > 0 && rejected == files.reduce(0) { $0 + $1.read - $1.skipped } }
  /// Facts that were written or taken out.
  public var written: Int { files.reduce(0) { $0 + $1.added + $1.changed + $1.deleted } }
}
