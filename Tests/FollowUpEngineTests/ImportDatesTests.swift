import FollowUpEngine
import TestSupport
import Testing

@Suite("Import: dates that other systems write for what is not known")
struct ImportDatesTests {
  private static let placeholders = [
    "0000-00-00", "0001-01-01", "1000-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "9999-12-31",
  ]

  @Test("A canonical row with one is rejected and says so", arguments: placeholders)
  func canonicalPlaceholders(_ date: String) async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let outcome = try await agency.take([
      "candidates": "id,name,recruiter,search_started_on\nc2,X,r1,\(date)\n",
      "touches":
        "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose\nt3,\(date)T00:00:00Z,recruiter,r1,candidate,c1,call,other\n",
      "absences": "recruiter,from,until\nr1,2026-11-20,\(date)\n",
    ])
    let reason = "is what other systems write for a date that is not known; correct it, or leave it out"
    #expect(
      outcome.rejects.sorted() == [
        "absences.csv:2: until: \(date) \(reason)", "candidates.csv:2: search_started_on: \(date) \(reason)",
        "touches.csv:2: happened_at: \(date)T00:00:00Z \(reason)",
      ]
    )
  }

  @Test("An event before 1990 or more than five years ahead is rejected; a holiday may be far away")
  func canonicalRange() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let outcome = try await agency.take([
      "candidates": """
      id,name,recruiter,search_started_on
      c2,X,r1,1989-12-31
      c3,X,r1,1990-01-01

      """,
      "interviews": """
      id,application,starts_at,ends_at
      i2,a1,2031-11-30T10:00,2031-11-30T11:00
      i3,a1,2031-12-01T10:00,2031-12-01T11:00
      i4,a1,3026-11-19T10:00,3026-11-19T11:00

      """,
      "holidays": "date,name\n2050-12-25,Christmas\n",
    ])
    #expect(
      outcome.rejects == [
        "candidates.csv:2: search_started_on: 1989-12-31 is before 1990; correct it, or leave it out where it is not known",
        "interviews.csv:3: starts_at: 2031-12-01T10:00 is more than five years ahead; correct it, or leave it out where it is not known",
        "interviews.csv:4: starts_at: 3026-11-19T10:00 is more than five years ahead; correct it, or leave it out where it is not known",
      ]
    )
  }

  private static func mapping(_ read: String) -> String {
    """
    summary: s
    read: {times: [dd.MM.yyyy HH:mm, yyyy-MM-dd HH:mm:ss, dd.MM.yyyy, unix]\(read)}
    lookups:
      began: {file: jobs.csv, key: person, take: began, pick: earliest}
    files:
      - target: recruiters
        file: staff.csv
        columns: {id: id, name: id, email: mail}
      - target: candidates
        file: people.csv
        columns:
          id: id
          name: name
          recruiter: {constant: r1}
          status_since: {column: since, at: "09:00"}
          search_started_on: {lookup: began, by: id}

    """
  }

  private static let staff = "id,mail\nr1,r1@example.com\n"

  @Test("In a mapping they are not known, however the export writes dates")
  func mapped() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping(""))
    let dates =
      Self.placeholders + [
        "00.00.0000", "00.00.0000 00:00", "0000-00-00 00:00:00", "01.01.1900", "30.12.1899 00:00", "01.01.0001", "0",
        "1970-01-01 01:00:00", "9999-12-31 23:59:59", "1000-01-01 00:00:00", "3026-01-01 00:00:00",
      ]
    let people = dates.enumerated().map { "c\($0),C,\($1)\n" }.joined()
    let outcome = try await agency.take(
      ["staff": Self.staff, "people": "id,name,since\n" + people, "jobs": "person,began\n"],
      as: "other"
    )
    #expect(outcome.rejects == [])
    #expect(outcome.counts("candidates") == [dates.count, dates.count, 0, 0, 0, 0, 0])
    #expect(try await agency.cell("SELECT count(*) FROM candidate WHERE status_since IS NULL") == "\(dates.count)")
  }

  @Test("A bad cell in a lookup rejects the rows that need it, and no others")
  func lookups() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping(""))
    let outcome = try await agency.take(
      [
        "staff": Self.staff, "people": "id,name,since\nc1,A,\nc2,B,\nc3,C,\nc4,D,\n",
        "jobs": """
        person,began
        c1,0000-00-00 00:00:00
        c1,03.11.2026 10:00
        c2,soon
        c2,02.11.2026 10:00
        c3,1000-01-01 00:00:00

        """,
      ],
      as: "other"
    )
    #expect(outcome.addsUp)
    #expect(outcome.rejects.count == 1)
    let said = try #require(outcome.rejects.first)
    #expect(said.hasPrefix("people.csv:3: search_started_on: soon is not written as dd.MM.yyyy HH:mm"))
    #expect(said.contains("the lookup began reads it from "))
    #expect(said.hasSuffix("jobs.csv:4"))
    #expect(
      try await agency.rows("SELECT external_id, search_started_on FROM candidate ORDER BY 1")
        == ["c1 2026-11-03", "c3 -", "c4 -"]
    )
  }

  @Test("Conditions know them in the order of any country")
  func conditions() async throws {
    let agency = try await ImportingAgency(
      mapping: """
        summary: s
        read: {times: [M/d/yyyy, dd.MM.yyyy]}
        files:
          - target: holidays
            file: h.csv
            skip: [{when: {d: ""}, reason: not known}]
            columns: {date: d}

        """
    )
    let unknown = [
      "01.01.1900", "1/1/1900", "12/30/1899", "30.12.1899", "31.12.9999", "00/00/0000", "1/1/1900 12:00:00 AM",
      "01.01.0001 00:00", "9999-12-31T23:59:59Z", "0000-00-00",
    ]
    let outcome = try await agency.take(
      ["h": "d\n" + (unknown + ["25.12.2026", "01.01.2027"]).joined(separator: "\n") + "\n"],
      as: "other"
    )
    #expect(outcome.counts("holidays") == [12, 2, 0, 0, 0, 0, 10])
  }

  @Test("empty_dates: no takes them at their word, so they are rejects; a required one that is not known is one anyway")
  func turnedOff() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping(", empty_dates: no"))
    let files = [
      "staff": Self.staff, "jobs": "person,began\n",
      "people": "id,name,since\nc1,A,1000-01-01 00:00:00\nc2,B,0000-00-00 00:00:00\n",
    ]
    let outcome = try await agency.take(files, as: "other")
    #expect(outcome.counts("candidates") == [2, 0, 0, 0, 0, 2, 0])
    #expect(outcome.rejects.last?.contains("0000-00-00 00:00:00 is not written as") == true)

    let required = try await ImportingAgency(
      mapping: "summary: s\nfiles: [{target: holidays, file: h.csv, columns: {date: d}}]\n"
    )
    #expect(
      try await required.take(["h": "d\n0000-00-00\n"], as: "other").rejects == [
        "h.csv:2: date: 0000-00-00 means that it is not known, and date is required; correct it, or leave the row out"
      ]
    )
  }
}
