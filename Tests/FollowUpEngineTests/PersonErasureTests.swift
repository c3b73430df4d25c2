import Catalog
import FollowUpEngine
import Postgres
import TestSupport
import Testing

@Suite("What an erasure does with each column that can hold words")
struct PersonErasureTests {
  /// What becomes of every column that can hold words, in every table. A new column is decided here, and in sql/engine/person.
  private static let decided: [String: String] = [
    // The person's own rows: emptied; ids at the source only where they are made of name or address.
    "candidate": "name email phone external_id: erase_people; source time_zone status: no words",
    "contact": "name title email phone external_id person: erase_people; source time_zone: no words",
    "reference_contact":
      "name relationship company consent_source email phone external_id person: erase_people; "
      + "source time_zone consent lawful_basis status: no words",
    "application": "external_id: erase_people; source stage decision: no words",
    "interview": "external_id kind location: erase_people; source time_zone status: no words",
    "application_stage": "stage: no words",
    "attendee": "role: no words",
    // Words about people.
    "touch":
      "note outcome external_id: erase_touches; source actor_kind party_kind channel purpose forced_past: no words",
    "touch_retracted": "record external_id retracted_by: erase_touches",
    "follow_up":
      "remark until_reason skip_reason former_skip_reason occurrence: erase_follow_ups; rule party_kind: no words",
    "follow_up_answer": "note outcome key answered_by undone_by: erase_follow_ups",
    "message":
      "key recipient_name recipient_address subject body_text body_html error reply_to: erase_messages; "
      + "kind recipient_kind state claimed_by: no words",
    "message_attachment": "bytes file_name: erase_messages; media_type: no words",
    "inbox_message": "message_id sender subject reason body settled_by: erase_mail; kind state: no words",
    "mail_address": "address bounce_reason: erase_mail",
    "address_allowed": "address reason: erase_mail; allowed_by: who works here",
    "import_reject": "record value reason: erase_records; file column_name target: no words",
    "import_skip": "reason: erase_records; file target: no words",
    "import_row":
      "file key record skip target fault_column fault_reason fault_value: erase_records, which empties it",
    "import_out": "key target reason: erase_records, which empties it",
    "import_change": "before keys owns: erase_records, which empties the first; target: no words; afters: digests",
    "mail_pause": "reason: erase_records; client: a company; paused_by resumed_by: who works here",
    "job_run": "error: erase_records; job state runner: no words",
    "job_step": "error summary warnings: erase_records; step state files: no words",
    // The agency, its clients, and who works there.
    "agency": "name time_zone: the agency", "agency_secret": "secret: the agency",
    "client": "name source external_id time_zone check_in_mode: a company",
    "job_order": "title source external_id status: a company's",
    "recruiter": "name email source external_id time_zone: who works here",
    "policy": "key value: the agency's",
    "policy_change": "key client value value_before changed_by: the agency's and who works here",
    "policy_key": "key default_value kind choices summary: the practice",
    "practice_in_force":
      "time_zone check_in_mode nobodys_addresses deliver_attachments: the agency's, and what is nobody's",
    "holiday": "name: the agency's", "rule_in_force": "rule digest: the practice",
    "import": "source paths state started_by reverted_by: who works here, and where files lay",
    "import_file": "file target: where files lay", "inbox_folder": "folder: the agency's",
    "nudge": "step recipient_kind: no words",
    "person_merged":
      "name email phone external_id: erase_people; kind source consent status: no words; merged_by: who works here",
    "repeatable": "name digest: the program", "schema_version": "file: the program",
    // Whoever was erased, by digests alone.
    "erasure": "erased_by: who works here; ground: no words",
    "readmission": "reason: erase_records; readmitted_by: who works here",
    "erasure_salt": "salt: random", "erased_digest": "digest: a digest",
  ]

  @Test("Every column that can hold words is decided; none that is decided is gone")
  func columns() async throws {
    let agency = try await ImportingAgency()
    let columns = try await agency.rows(
      """
      SELECT columns.table_name, columns.column_name
      FROM information_schema.columns
      JOIN information_schema.tables USING (table_schema, table_name)
      WHERE columns.table_schema = 'public'
        AND tables.table_type = 'BASE TABLE'
        AND columns.data_type IN ('text', 'jsonb', 'bytea', 'ARRAY', 'character varying', 'json')
        AND columns.udt_name NOT IN ('_int4', '_date')
      """
    )
    let decided = Self.decided.flatMap { table, words in
      words.split(separator: ";").flatMap { group in
        group.split(separator: ":")[0].split(separator: " ").map { "\(table) \($0)" }
      }
    }
    #expect(Set(columns).subtracting(decided).sorted() == [])
    #expect(Set(decided).subtracting(columns).sorted() == [])
  }

  @Test("Words are found as texts, links and pages write them, and as whole words")
  func patterns() async throws {
    let agency = try await ImportingAgency()
    try await agency.take([
      "recruiters": "id,name,email\nr1,Rita,rita@example.com\n",
      "candidates": """
      id,name,email,phone,recruiter
      c1,Mary  O'Hara-Long,m.long@example.com,+1 (646) 555-0188,r1
      c2,Mary Kim,,,r1

      """,
    ])
    let ask = { (text: String) in
      let statement = try agency.agency.session.statement(
        "person_patterns",
        ["candidates": "{1}", "contacts": "{}", "references": "{}", "address": nil]
      )
      let row = try await agency.agency.session.connection.query(statement)[0]
      let (any, written) = (row.text(at: 0) ?? "", row.text(at: 1) ?? "")
      let quoted = [text, any, written].map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
      return try await agency.cell("SELECT without_person(\(quoted))")
    }
    #expect(try await ask("spoke with MARY O’HARA-LONG yesterday") == "spoke with erased yesterday")
    #expect(
      try await ask("O'Hara-Long, Mary: call 646.555.0188 or +1 (646) 555-0188") == "erased: call erased or erased"
    )
    #expect(try await ask("mailto:m.long%40example.com?x=Mary%20O%27Hara-Long") == "mailto:erased?x=erased")
    #expect(try await ask("<b>Mary O&#39;Hara-Long</b>") == "<b>erased</b>")
    #expect(
      try await ask("it took long; Mary Kim; xm.long@example.com.au")
        == "it took long; Mary Kim; xm.long@example.com.au"
    )
    #expect(try await ask("the O'Hara-Long file") == "the erased file")
  }
}
