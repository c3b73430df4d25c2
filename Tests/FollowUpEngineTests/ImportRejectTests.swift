import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("Import: bad rows and bad files")
struct ImportRejectTests {
  /// A cell of a row that is otherwise right, and why it is refused.
  struct Fault: Sendable {
    let target: String
    let header: String
    let row: String
    let said: String
  }

  @Test(
    "A bad cell is named with file, line, column, value and reason",
    arguments: [
      Fault(target: "recruiters", header: "id,name,email", row: "r2,,x@example.com", said: "name is required"),
      Fault(
        target: "recruiters",
        header: "id,name,email,time_zone",
        row: "r2,X,x@example.com,EST5",
        said: "time_zone: EST5 is not a time zone"
      ),
      Fault(
        target: "recruiters",
        header: "id,name,email,active",
        row: "r2,X,x@example.com,maybe",
        said: "active: maybe is not yes or no"
      ),
      Fault(
        target: "recruiters",
        header: "id,name,email,daily_minutes",
        row: "r2,X,x@example.com,0",
        said: "daily_minutes: 0 is not a whole number from 1 to 1440"
      ),
      Fault(
        target: "absences",
        header: "recruiter,from,until",
        row: "r1,2026-02-30,2026-03-01",
        said: "from: 2026-02-30 is not a date"
      ),
      Fault(
        target: "absences",
        header: "recruiter,from,until",
        row: "r1,2026-03-02,2026-03-01",
        said: "until: 2026-03-01 is before the first day of the absence"
      ),
      Fault(
        target: "clients",
        header: "id,name,check_in_mode",
        row: "cl2,X,daily",
        said: "check_in_mode: daily is not a valid check_in_mode; use one of: single, weekly"
      ),
      Fault(
        target: "contacts",
        header: "id,client,name",
        row: "ct2,cl9,X",
        said: "client: cl9 is not known: this source has no client with that id"
      ),
      Fault(
        target: "candidates",
        header: "id,name,recruiter,status_since",
        row: "c2,X,r1,2026-11-30T12:05:01Z",
        said: "status_since: 2026-11-30T12:05:01Z is later than the moment of the import"
      ),
      Fault(
        target: "candidates",
        header: "id,name,recruiter,status_since",
        row: "c2,X,r1,2026-11-30",
        said: "status_since: 2026-11-30 is a date without a time"
      ),
      Fault(
        target: "candidates",
        header: "id,name,recruiter,status_since",
        row: "c2,X,r1,yesterday",
        said: "status_since: yesterday is not a time"
      ),
      Fault(
        target: "applications",
        header: "id,candidate,job_order",
        row: "a2,c1,j9",
        said: "job_order: j9 is not known: this source has no job order with that id"
      ),
      Fault(
        target: "applications",
        header: "id,candidate,job_order,decision,decided_at",
        row: "a2,c1,j1,accepted,2027-01-01T00:00Z",
        said: "decided_at: 2027-01-01T00:00Z is later"
      ),
      Fault(
        target: "interviews",
        header: "id,application,starts_at,ends_at",
        row: "i2,a1,2026-11-19T15:00,2026-11-19T14:59",
        said: "ends_at: 2026-11-19T14:59 is before starts_at"
      ),
      Fault(
        target: "interviews",
        header: "id,application,starts_at,ends_at,scheduled_at",
        row: "i2,a1,2026-12-19T15:00,2026-12-19T16:00,2026-12-01T00:00Z",
        said: "scheduled_at: 2026-12-01T00:00Z is later"
      ),
      Fault(
        target: "attendees",
        header: "interview,contact",
        row: "i1,ct9",
        said: "contact: ct9 is not known: this source has no contact"
      ),
      Fault(
        target: "references",
        header: "id,candidate,name,added_at",
        row: "rf2,c1,X,2027-01-01T00:00Z",
        said: "added_at: 2027-01-01T00:00Z is later"
      ),
      Fault(
        target: "stages",
        header: "application,stage,since",
        row: "a1,hired,2026-11-01T00:00Z",
        said: "stage: hired is not a valid stage; use one of: submitted"
      ),
      Fault(
        target: "touches",
        header: "id,happened_at,actor_kind,actor,channel,purpose",
        row: "t3,2026-11-01T00:00Z,robot,x,post,other",
        said: "actor_kind: robot is not a valid actor_kind; use one of: candidate"
      ),
      Fault(
        target: "touches",
        header: "id,happened_at,actor_kind,actor,channel,purpose",
        row: "t3,2026-11-01T00:00Z,contact,r1,post,other",
        said: "actor: r1 is not known: this source has no contact"
      ),
      Fault(
        target: "touches",
        header: "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview",
        row: "t3,2026-11-01T00:00Z,recruiter,r1,contact,ct1,call,other,a3,i1",
        said: "interview: i1 does not belong to the application of this touch"
      ),
      Fault(
        target: "holidays",
        header: "date",
        row: "26.11.2026",
        said: "date: 26.11.2026 is not a date; write it like 2026-11-19"
      ),
      Fault(
        target: "policy",
        header: "key,value",
        row: "cheque_in_cap,3",
        said: "key: cheque_in_cap is not a policy key"
      ),
      Fault(
        target: "policy",
        header: "key,value",
        row: "check_in_cap,many",
        said: "value: many is not a value for check_in_cap, which must be a whole number"
      ),
      Fault(
        target: "policy",
        header: "key,value",
        row: "thank_you_email.due_hours,soon",
        said: "value: soon is not a value for thank_you_email.due_hours, which must be a whole number"
      ),
      Fault(
        target: "policy",
        header: "key,value,client",
        row: "references_wanted,3,cl1",
        said: "client: cl1 cannot have its own references_wanted"
      ),
      Fault(
        target: "policy",
        header: "key,value",
        row: "time_zone,Mars/Base",
        said: "value: Mars/Base is not a value for time_zone, which must be the name of a time zone"
      ),
      Fault(
        target: "clients",
        header: "id,name",
        row: "cl2,X,too many",
        said: "the row has 3 cells, the header line 2"
      ),
      Fault(target: "clients", header: "id,name", row: "cl2,X\"", said: "a quote inside a field"),
    ]
  )
  func faults(_ fault: Fault) async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["applications"]? += "a3,c1,j1,,\n"
    try await agency.take(files)

    let outcome = try await agency.take([fault.target: fault.header + "\n" + fault.row + "\n"])
    #expect(outcome.rejected == 1)
    #expect(outcome.isUnusable)
    #expect(outcome.rejects.first?.hasPrefix("\(fault.target).csv:2: \(fault.said)") == true, "\(outcome.rejects)")
  }

  @Test("One bad row costs itself and what refers to it, and nobody else")
  func dependents() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["clients"] = "id,name,time_zone\ncl1,Acme,\ncl9,Ghost,Nowhere\n"
    files["contacts"]? += "ct9,cl9,Gus,gus@example.com\n"
    let outcome = try await agency.take(files)
    #expect(
      outcome.rejects == [
        "clients.csv:3: time_zone: Nowhere is not a time zone; give an IANA name such as America/New_York or Europe/Zurich",
        "contacts.csv:3: client: cl9 is not known: this source has no client with that id; import it before or with this row, or correct the id",
      ]
    )
    #expect(outcome.addsUp && !outcome.isUnusable)
    #expect(outcome.counts("touches") == [2, 2, 0, 0, 0, 0, 0])
  }

  @Test("Rejects can be corrected and imported again")
  func corrected() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["touches"]? += "t3,2026-11-21,candidate,c1,contact,ct1,email,\"=word, with comma\",\n"
    let outcome = try await agency.take(files)
    let id = try #require(outcome.id)
    let folder = try temporaryFolder()

    let written = try await RejectsFile(agency.agency.session).write(import: id, into: folder)
    #expect(written.map(\.path) == ["\(folder)/rejects-touches-\(id).csv"])
    let text = try String(contentsOfFile: written[0].path, encoding: .utf8)
    #expect(
      text == """
        id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,interview,reject_file,reject_line,reject_column,reject_value,reject_reason,reject_raw
        t3,2026-11-21,candidate,c1,contact,ct1,email,"'=word, with comma",,\(outcome.firstRejects[0].file),4,happened_at,2026-11-21,"is a date without a time; write it like 2026-11-19T15:00-05:00, or without the offset in local time",

        """
    )

    // In a folder it is passed over; named, it is imported.
    await #expect(throws: FollowUpError.self) {
      try await Importer(agency.agency.session).run(source: "canonical", paths: [folder])
    }
    try text.replacing("t3,2026-11-21", with: "t3,2026-11-21T10:00").replacing("\"'=word, with comma\"", with: "word")
      .write(toFile: written[0].path, atomically: true, encoding: .utf8)
    let again = try await Importer(agency.agency.session).run(source: "canonical", paths: [written[0].path])
    #expect(again.counts("touches") == [1, 1, 0, 0, 0, 0, 0])
    #expect(try await agency.cell("SELECT purpose FROM touch WHERE external_id = 't3'") == "word")
  }

  @Test("An import that does not exist has no rejects to write")
  func noSuchImport() async throws {
    let agency = try await ImportingAgency()
    await #expect(throws: FollowUpError(.usage, "the import 17 does not exist", remedy: "see followup import list")) {
      try await RejectsFile(agency.agency.session).write(import: 17, into: "/tmp")
    }
  }

  @Test("Within five minutes a fact from the future is stored as of the import")
  func grace() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["touches"]? += "t3,2026-11-30T12:04:59Z,candidate,c1,contact,ct1,email,thank_you,\n"
    #expect(try await agency.take(files).rejected == 0)
    #expect(try await agency.cell("SELECT happened_at FROM touch WHERE external_id = 't3'") == "2026-11-30 12:00:00+00")
    #expect(try await agency.take(files).written == 0)
  }

  @Test("Rows that say the same again count as unchanged; one that contradicts is refused and names the first")
  func repeats() async throws {
    let agency = try await ImportingAgency()
    let text = "id,name\ncl1,Acme\ncl1,Acme\ncl1,Acme Ltd\n"
    let outcome = try await agency.take(["clients": text])
    #expect(outcome.counts("clients") == [3, 1, 0, 1, 0, 1, 0])
    let reject = try #require(outcome.rejects.first)
    #expect(reject.hasPrefix("clients.csv:4: id: cl1 contradicts line 2 of "))
    #expect(reject.hasSuffix("which has the same key; keep one of the two rows"))
    #expect(try await agency.cell("SELECT name FROM client") == "Acme")
  }

  @Test("What belongs to one cannot become another's without being taken out first")
  func keepsOwners() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["candidates"] = "id,name,recruiter\nc1,Cora,r1\nc2,Carl,r1\n"
    files["applications"]? += "a2,c1,j1,,\n"
    try await agency.take(files)
    let outcome = try await agency.take([
      "applications": "id,candidate,job_order\na1,c2,j1\n",
      "interviews": "id,application,starts_at,ends_at\ni1,a2,2026-11-19T15:00,2026-11-19T16:00\n",
      "references": "id,candidate,name\nrf1,c2,Rolf\n",
    ])
    #expect(
      outcome.rejects == [
        "applications.csv:2: candidate: c2 is not the candidate to whom this application belongs; import it with deleted=yes first, then again for this candidate",
        "interviews.csv:2: application: a2 is not the application to which this interview belongs; import it with deleted=yes first, then again for this application",
        "references.csv:2: candidate: c2 is not the candidate to whom this reference belongs; import it with deleted=yes first, then again for this candidate",
      ]
    )
  }

  @Test(
    "A file that is wrong as a whole is refused by name, and nothing is stored",
    arguments: [
      (["clients": "id,name,colour\ncl1,Acme,red\n"], "clients.csv:1: unknown column colour"),
      (["clients": "id\ncl1\n"], "clients.csv:1: the column name is missing"),
      (["clients": "id,name,id\ncl1,Acme,cl1\n"], "clients.csv:1: the column id is there twice"),
      (["clients": ""], "clients.csv: is empty"),
      (["customers": "id,name\ncl1,Acme\n"], "customers.csv: unknown file"),
      (["rejects-clients-1": "id,name\n", "expected": "x\n"], ": contains no CSV file"),
    ]
  )
  func wholeFiles(_ example: (files: [String: String], said: String)) async throws {
    let agency = try await ImportingAgency()
    let good = example.files["clients"] == nil && example.files["customers"] == nil
    let files =
      good ? example.files : example.files.merging(["recruiters": "id,name,email\nr1,Rita,r@example.com\n"]) { $1 }
    let error = try await #require(throws: FollowUpError.self) { try await agency.take(files) }
    #expect(error.kind == .badData)
    #expect(error.message.contains(example.said))
    #expect(try await agency.cell("SELECT count(*) FROM recruiter") == "0")
  }

  @Test("A quote that is never closed costs its own row, whose line the rejects hold")
  func openQuote() async throws {
    let agency = try await ImportingAgency()
    let rows = (1...100).map {
      $0 == 3 ? "cl3,\"Client 3,America/New_York\n" : "cl\($0),Client \($0),America/New_York\n"
    }
    let outcome = try await agency.take(["clients": "id,name,time_zone\n" + rows.joined()])
    #expect(outcome.counts("clients") == [100, 99, 0, 0, 0, 1, 0])
    #expect(outcome.rejects.first?.hasPrefix("clients.csv:4: this quote is never closed") == true)
    #expect(
      try await agency.cell("SELECT record ->> 'reject_raw' FROM import_reject WHERE agency_id = :agency")
        == "cl3,\"Client 3,America/New_York"
    )
  }

  @Test("Blank rows, columns without name and content, blanks around quotes and sep= are nobody's fault")
  func leftovers() async throws {
    let agency = try await ImportingAgency()
    let text = "sep=;\r\nid;name;;\r\n;;;\r\ncl1 ;  \"Acme\"  ;;\r\ncl2;Bell;;;;\r\n ; ;;\r\n"
    let outcome = try await agency.take(["CLIENTS": text])
    #expect(outcome.counts("clients") == [2, 2, 0, 0, 0, 0, 0])
    #expect(try await agency.rows("SELECT name FROM client ORDER BY name") == ["Acme", "Bell"])
    let filled = try await agency.take(["clients": "id,name,\ncl3,Cole,what\n"])
    #expect(filled.rejects.first?.hasPrefix("clients.csv:2: what is in column 3, which has no name") == true)
  }

  @Test("A path that does not exist is bad data, and named")
  func missingPath() async throws {
    let agency = try await ImportingAgency()
    let error = try await #require(throws: FollowUpError.self) {
      try await Importer(agency.agency.session).run(source: "canonical", paths: ["/nowhere/at/all"])
    }
    #expect(error.kind == .badData)
    #expect(error.message == "/nowhere/at/all: this file or folder does not exist")
  }
}
