import CLibPQ
import Synchronization

/// How many results of a connection have not been cleared yet.
final class Tally: Sendable {
  private let count = Atomic<Int>(0)

  var outstanding: Int { count.load(ordering: .relaxed) }
  func add(_ change: Int) { count.add(change, ordering: .relaxed) }
}

/// One `PGresult`, cleared when it goes out of scope, on every path.
struct ServerResult: ~Copyable {
  let raw: OpaquePointer
  private let tally: Tally

  init(_ raw: OpaquePointer, _ tally: Tally) {
    self.raw = raw
    self.tally = tally
    tally.add(1)
  }

  deinit {
    PQclear(raw)
    tally.add(-1)
  }

  var status: ExecStatusType { PQresultStatus(raw) }

  /// The command tag: `INSERT 0 1`, `COMMIT`…
  var command: String { String(cString: PQcmdStatus(raw)) }

  /// Rows the command inserted, changed, deleted, returned or copied; 0 for commands that do not count.
  var affected: Int {
    let digits = String(cString: PQcmdTuples(raw))
    guard let count = Int(digits) else { return 0 }
    return count
  }

  var rowCount: Int32 { PQntuples(raw) }

  func shape(file: String?) -> RowShape {
    let columns = 0..<PQnfields(raw)
    return RowShape(
      names: columns.map { String(cString: PQfname(raw, $0)) },
      types: columns.map { PQftype(raw, $0) },
      file: file
    )
  }

  func row(_ index: Int32, shape: RowShape) -> Row {
    var cells: [Row.Cell] = []
    var bytes: [UInt8] = []
    cells.reserveCapacity(shape.names.count)
    for column in 0..<Int32(shape.names.count) {
      if PQgetisnull(raw, index, column) == 1 {
        cells.append(Row.Cell(offset: bytes.count, length: -1))
      } else {
        let length = Int(PQgetlength(raw, index, column))
        cells.append(Row.Cell(offset: bytes.count, length: length))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: PQgetvalue(raw, index, column), count: length))
      }
    }
    return Row(shape: shape, bytes: bytes, cells: cells)
  }
}

/// The fields of an error or notice; libpq's macros for them are C characters, which Swift does not import.
enum DiagnosticField: Unicode.Scalar {
  case severity = "V"
  case code = "C"
  case message = "M"
  case detail = "D"
  case hint = "H"
  case position = "P"
  case context = "W"
  case schema = "s"
  case table = "t"
  case column = "c"
  case constraint = "n"

  func text(in result: OpaquePointer?) -> String? {
    PQresultErrorField(result, Int32(rawValue.value)).map { String(cString: $0) }
  }
}
