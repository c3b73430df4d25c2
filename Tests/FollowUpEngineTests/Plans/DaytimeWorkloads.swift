import Catalog
import FollowUpEngine
import Foundation
import Postgres
import Tabular
import TestSupport
import Testing

// MARK: What people do by day

extension Workload {
  static let touching = [
    Workload(
      name: "who is meant by an id",
      writes: [],
      work: { agencies in
        let words = [
          ("recruiter", "r7"), ("candidate", "c160"), ("contact", "ct5"), ("reference", "f160-1"),
          ("application", "a160"), ("interview", "i160-0"),
        ]
        for (kind, word) in words {
          try await agencies.run(try agencies.session.statement("person_find", ["kind": kind, "word": word]))
        }
      }
    ),
    Workload(
      name: "who is meant by an email or a name",
      whole: "people have no index by these, which few ask for",
      writes: [],
      work: { agencies in
        for (kind, word) in [("candidate", "candidate160@mail.example"), ("reference", "Reference 160-1")] {
          try await agencies.run(try agencies.session.statement("person_find", ["kind": kind, "word": word]))
        }
      }
    ),
    Workload(
      name: "what is held of a person, and what their erasure would take out",
      whole: "texts have no index, and a person leaves once",
      // What is rolled back was written.
      writes: [
        "erasure", "erasure_salt", "erased_digest", "candidate", "message", "touch", "follow_up", "plan_queue",
      ],
      work: { agencies in
        let name = PersonName.id(kind: "candidate", "c160")
        _ = try await PersonExport(agencies.session).read(name)
        _ = try await PersonErasure(agencies.session, by: "test", folders: TraceFolders([]), dryRun: true).erase(name)
      }
    ),
    Workload(
      name: "what merging two rows of one person would do",
      whole: "it happens once, by a person's word",
      // What is rolled back was written.
      writes: [
        "application", "application_stage", "attendee", "candidate", "client_answer", "contact", "follow_up",
        "interview", "job_order", "message", "nudge", "person_merged", "plan_queue", "reference_contact", "touch",
      ],
      work: { agencies in
        let merge = PersonMerge(agencies.session, by: "test", forced: true, dryRun: true)
        _ = try await merge.merge("candidate", keep: "c160", merge: "c164")
      }
    ),
    Workload(
      name: "log a touch",
      work: { agencies in
        var entry = TouchEntry(
          actor: try TouchEntry.Who("recruiter:r7"),
          party: try TouchEntry.Who("candidate:c160"),
          channel: "call",
          purpose: "other",
          happenedAt: try moment("2026-11-20T09:00:00-05:00")
        )
        entry.candidate = "c160"
        entry.application = "a160"
        try await TouchLog(agencies.session).record(entry, force: true)
      }
    ),
    Workload(
      name: "log a word of a contact",
      work: { agencies in
        var entry = TouchEntry(
          actor: try TouchEntry.Who("contact:ct5"),
          party: try TouchEntry.Who("recruiter:recruiter7@agency1.example"),
          channel: "call",
          purpose: "word",
          happenedAt: try moment("2026-11-20T09:05:00-05:00")
        )
        entry.interview = "i160-0"
        try await TouchLog(agencies.session).record(entry, force: true)
      }
    ),
    Workload(
      name: "log a word of a reference to whom it may concern",
      work: { agencies in
        let entry = TouchEntry(
          actor: try TouchEntry.Who("reference:f160-1"),
          party: nil,
          channel: "post",
          purpose: "public_post",
          happenedAt: try moment("2026-11-20T09:10:00-05:00")
        )
        try await TouchLog(agencies.session).record(entry, force: true)
      }
    ),
    Workload(
      name: "worklist apply: done, skip, snooze, no answer",
      work: { agencies in
        let open = try await agencies.open()
        let words = ["done", "skip", "snooze 2026-12-01", "no answer", "done"]
        var file = "follow_up_id,due_at,party,outcome,note\n"
        for (id, word) in zip(open, words) { file += "\(id),2026-11-20,,\(word),not needed\n" }
        let path = try temporaryFolder() + "/list.csv"
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try await WorklistApply(agencies.session).apply([path], force: true)
        try #require(outcome.recorded == words.count, "\(outcome.words)")
      }
    ),
  ]

  static let explaining = [
    Workload(
      name: "explain a follow-up of every rule",
      writes: [],
      work: { agencies in
        for id in try await agencies.anyOfEachRule() {
          try #require(try await Explainer(agencies.session).explain(id).followUpID == id)
        }
      }
    ),
    Workload(
      name: "explain --candidate",
      writes: [],
      work: { agencies in
        for word in ["c28", "c300"] {
          try #require(try await Explainer(agencies.session).explain(candidate: word).rules.isEmpty == false)
        }
      }
    ),
  ]

  static let importing = [
    Workload(
      name: "import of a day's export, little of it new",
      work: { agencies in
        let folder = try await agencies.export()
        let outcome = try await Importer(agencies.session).run(source: "canonical", paths: [folder])
        for file in outcome.files {
          try #require(file.added > 0, "\(file)")
          try #require(file.read == 1 || file.unchanged > 0 || file.changed > 0, "\(file)")
          try #require(file.rejected == (file.target == "touches" ? 1 : 0), "\(file) \(outcome.firstRejects)")
        }
      }
    ),
    Workload(
      name: "import rejects",
      writes: [],
      work: { agencies in
        let last = try #require(
          try await agencies.ids("SELECT max(import_id) AS id FROM import WHERE agency_id = :agency").first
        )
        let files = try await RejectsFile(agencies.session).write(import: last, into: try temporaryFolder())
        try #require(files.map(\.rows) == [1])
      }
    ),
    Workload(
      name: "import that takes out what was new",
      work: { agencies in
        let folder = try temporaryFolder()
        for (target, rows) in newcomers {
          guard let key = ImportTarget.named(target)?.key, target != "policy" else { continue }
          let columns = rows.columns.split(separator: ",").map(String.init)
          let cells = rows.cells.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
          let kept = zip(columns, cells).filter { column, _ in
            key.contains(column) || ImportTarget.named(target)?.column(column)?.isRequired == true
          }
          let text =
            kept.map(\.0).joined(separator: ",") + ",deleted\n" + kept.map(\.1).joined(separator: ",") + ",yes\n"
          try text.write(toFile: "\(folder)/\(target).csv", atomically: true, encoding: .utf8)
        }
        let outcome = try await Importer(agencies.session).run(source: "canonical", paths: [folder])
        try #require(outcome.files.count == newcomers.count - 1)
        for file in outcome.files { try #require(file.deleted == 1, "\(file) \(outcome.firstRejects)") }
      }
    ),
    Workload(
      name: "plan after it",
      whole: "a new holiday moves the due dates of everybody",
      work: { agencies in _ = try await Planner(agencies.session).plan() }
    ),
    Workload(
      name: "import list",
      whole: "it lists all imports",
      writes: [],
      work: { agencies in try await agencies.show(try agencies.session.statement("import_list")) }
    ),
  ]

  static let policy = [
    Workload(
      name: "agency policy of one client",
      work: { agencies in
        let book = PolicyBook(agencies.session)
        try await book.set(key: "check_in_cap", value: "1", client: "Client 1 & Co")
        try await agencies.show(try await book.shown(key: nil, client: "cl1"))
        try await book.set(key: "check_in_cap", value: "", client: "cl1")
      }
    ),
    Workload(
      name: "agency policy of all",
      writes: ["policy", "policy_change", "practice_in_force", "plan_queue", "agency"],
      work: { agencies in
        let book = PolicyBook(agencies.session)
        try await book.set(key: "check_in_days", value: "9", client: nil)
        try await agencies.show(try await book.shown(key: nil, client: nil))
        try await book.set(key: "time_zone", value: "America/Denver", client: nil)
      }
    ),
    Workload(
      name: "a job's run, twice",
      given: { agencies in try await agencies.sql("DELETE FROM plan_queue") },
      work: { agencies in
        let job = try Job.read("nightly", catalog: agencies.session.catalog)
        let runner = JobRunner(agencies.session, job: job) { _, session, _ in
          try await session.transaction { connection in _ = try connection.query(try session.statement("plan_policy")) }
          return StepOutcome()
        }
        try #require(try await runner.run().wasDone == false)
        try #require(try await runner.run().wasDone == true)
        let last = try await agencies.ids("SELECT max(run_id) AS id FROM job_run WHERE agency_id = :agency")
        try await agencies.show(try agencies.session.statement("run_snapshot"))
        for name in ["run_exists", "run_steps", "run_files", "run_warnings"] {
          try await agencies.show(try agencies.session.statement(name, ["run": last.first]))
        }
      }
    ),
    Workload(
      name: "runs",
      writes: [],
      work: { agencies in try await agencies.show(try agencies.session.statement("runs", ["last": 50])) }
    ),
    Workload(
      name: "doctor",
      writes: [],
      work: { agencies in
        try await agencies.run(try agencies.session.statement("doctor"))
        for name in ["doctor_role", "doctor_login", "doctor_long_runs"] {
          try await agencies.run(try agencies.session.statement(name))
        }
        try await agencies.run(
          try agencies.session.statement("doctor_job", ["job": "nightly", "date": "2026-11-20"])
        )
      }
    ),
    Workload(
      name: "metrics",
      writes: [],
      given: { agencies in try await agencies.sql("DELETE FROM plan_queue WHERE candidate_id = 0") },
      work: { agencies in
        let session = agencies.session
        for job in ["nightly", "weekly"] { try await agencies.run(try session.statement("metrics_job", ["job": job])) }
        for name in ["metrics_follow_ups", "metrics_messages", "metrics_queue"] {
          try await agencies.run(try session.statement(name))
        }
      }
    ),
  ]

  static let rest = [
    Workload(
      name: "agency list, and another one",
      work: { agencies in
        let all = Agencies(connection: agencies.session.connection, catalog: agencies.session.catalog)
        _ = try await all.list()
        _ = try await all.add(name: "Another", timeZone: "Europe/Berlin")
      }
    ),
    Workload(
      name: "agencies by how much a night has to do for them",
      writes: [],
      given: { agencies in try await agencies.sql("DELETE FROM plan_queue; " + queued) },
      work: { agencies in
        let all = Agencies(connection: agencies.session.connection, catalog: agencies.session.catalog)
        try #require(try await all.byWork(asOf: agencies.session.asOf).count >= 4)
      }
    ),
    Workload(
      name: "what a server is asked about itself",
      writes: [],
      work: { agencies in
        let session = agencies.session
        try #require(try await ConnectionRoom.read(session.connection, session.catalog).free > 0)
        try #require(try await ReplicaLag.read(session.connection, session.catalog).isStandby == false)
      }
    ),
    Workload(
      name: "what planning writes when rules were changed or taken out",
      work: { agencies in
        let session = agencies.session
        try await agencies.tryOut([
          try session.statement("plan_forget_rules", ["rules": ["thank_you_email"]]),
          try session.statement(
            "plan_remember_rule",
            ["rule": "thank_you_email", "digest": "another", "minutes": 5]
          ),
          try session.statement("plan_queue_everybody"),
        ])
      }
    ),
    Workload(
      name: "what was said of a follow-up, and what is taken back",
      work: { agencies in
        let session = agencies.session
        let follow = try await agencies.ids(
          "SELECT follow_up_id AS id FROM follow_up WHERE agency_id = :agency ORDER BY follow_up_id DESC LIMIT 1"
        ).first
        let touch = try await agencies.ids(
          "SELECT touch_id AS id FROM touch WHERE agency_id = :agency ORDER BY touch_id DESC LIMIT 1"
        ).first
        let nothing: Int? = nil
        try await agencies.tryOut([
          try session.statement("answer_known", ["id": follow, "key": "file/1"]),
          try session.statement("answer_last", ["id": follow]),
          try session.statement("follow_up_reminded_until", ["id": follow, "happened_at": session.asOf]),
          try session.statement("follow_up_restore", ["id": follow, "outcome": "skip", "snoozed_before": nothing]),
          try session.statement("touch_find", ["touch": "nobody's"]),
          try session.statement("touch_retract", ["touch": touch, "by": "test"]),
          try session.statement("answer_undone", ["answer": nothing, "touch": touch, "by": "test"]),
        ])
      }
    ),
    Workload(
      name: "what a sender does with the messages that it holds",
      work: { agencies in
        let session = agencies.session
        let claim = UUID()
        try await agencies.tryOut([
          try session.statement("nudge_renew", ["claim": claim, "lease": 100]),
          try session.statement("nudge_release", ["claim": claim]),
          try session.statement("nudge_requeue", ["messages": [1, 2]]),
        ])
      }
    ),
    Workload(
      name: "what a run asks about itself while it reads",
      writes: [],
      work: { agencies in
        let session = agencies.session
        try await agencies.tryOut([
          try session.statement("run_clock"), try session.statement("run_is_mine", ["run": 1, "epoch": 1]),
          try session.statement("date_fault", ["value": "2026-11-20"]),
        ])
        _ = try await Outbox(session).untold()
      }
    ),
    Workload(
      name: "who of an export is one person, and who cannot be written to",
      writes: [],
      work: { agencies in
        let session = agencies.session
        try await agencies.tryOut([
          try session.statement(
            "import_same_person",
            [
              "source": "canonical", "target": "candidates", "persons": [0, 0], "ids": ["c28", "nobody's"],
              "addressed": [0], "addresses": ["a@example.com"],
            ]
          ),
          try session.statement("address_faults", ["kinds": ["contact", "reference"], "ids": [1, 1]]),
        ])
      }
    ),
    Workload(
      name: "what is asked before statistics are gathered",
      work: { agencies in
        let session = agencies.session
        try await agencies.tryOut([
          try session.statement("plan_may_analyze", ["written": 5, "first": false]),
          try session.statement("nudge_may_analyze", ["written": 5]),
          try session.statement("import_may_analyze"),
          try session.statement("import_has_grown", ["written": 5, "import": 1]),
        ])
      }
    ),
  ]

  /// Every rule as the plan evaluates it, and every guardrail as it is asked about a touch, by itself: what it reads is its own doing.
  static func parts(_ catalog: Catalog) throws -> [Workload] {
    let rules = try zip(catalog.rules, catalog.ruleParts(policy: [:])).map { rule, part in
      Workload(
        name: "rule \(rule.name), for 50 candidates",
        writes: [],
        given: { agencies in try await agencies.sql("DELETE FROM plan_queue; " + queued) },
        work: { agencies in
          let session = agencies.session
          try await session.transaction { connection in
            _ = try session.planQuery(policy: [:], rules: [part], on: connection) { parts in
              try session.statements.planPreview(after: 0, batch: 2000, movedOn: [], parts)
            }
          }
        }
      )
    }
    let guardrails = try zip(catalog.guardrails, catalog.guardrailParts(policy: [:])).map { guardrail, part in
      Workload(
        name: "guardrail \(guardrail.name), of five touches",
        writes: [],
        given: { agencies in try await agencies.sql("DELETE FROM plan_queue") },
        work: { agencies in
          let file = try catalog.engine("touch_breaches")
          for touch in try await agencies.latestTouches() {
            try await agencies.run(
              try agencies.session.bind(file, ["touch": touch], parts: ["guardrails": [part]])
            )
          }
        }
      )
    }
    return rules + guardrails
  }

  static let everybody = [
    Workload(
      name: "plan --dry-run --full",
      whole: "it looks at everybody",
      work: { agencies in _ = try await Planner(agencies.session).preview(full: true) }
    ),
    Workload(
      name: "plan --full",
      whole: "it plans everybody",
      work: { agencies in _ = try await Planner(agencies.session).plan(full: true) }
    ),
  ]

  /// One new row of every file that an import takes.
  fileprivate static let newcomers: [(target: String, (columns: String, cells: String))] = [
    ("holidays", ("date,name", "2029-05-05,Closed")),
    ("recruiters", ("id,name,email", "rn,Rita,rita@agency.example")),
    ("absences", ("recruiter,from,until", "rn,2027-01-01,2027-01-02")),
    ("clients", ("id,name", "cln,Acme")),
    ("contacts", ("id,client,name,email", "ctn,cln,Ana,ana@acme.example")),
    ("policy", ("key,value,client", "check_in_cap,2,cln")),
    ("candidates", ("id,name,recruiter,search_started_on", "cn,Cora,rn,2026-11-02")),
    ("job_orders", ("id,client,title,recruiter,hiring_contact", "jn,cln,Welder,rn,ctn")),
    ("applications", ("id,candidate,job_order,stage,stage_since", "an,cn,jn,interviewing,2026-11-10T09:00:00-05:00")),
    ("stages", ("application,stage,since", "an,submitted,2026-11-09T09:00:00-05:00")),
    ("interviews", ("id,application,starts_at,ends_at", "in,an,2026-11-19T15:00,2026-11-19T16:00")),
    ("attendees", ("interview,contact", "in,ctn")),
    ("references", ("id,candidate,name,consent", "fn,cn,Rolf,yes")),
    (
      "touches",
      (
        "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose",
        "tn,2026-11-20T09:10,candidate,cn,contact,ctn,email,thank_you"
      )
    ),
  ]
}

extension HistoryFixture {
  /// Open follow-ups of the newest candidates, one a rule, of rules that a touch ends.
  func open() async throws -> [Int] {
    let found = try await ids(
      """
      SELECT max(follow_up_id) AS id
      FROM follow_up
      WHERE \(Self.newest(50)) AND closes_at > '\(Self.asOf)' AND asked_from <= '\(Self.asOf)' AND party_id IS NOT NULL
        AND rule IN ('thank_you_email', 'candidate_status_update', 'candidate_check_in', 'reference_thanks', 'handwritten_note',
          'reference_heads_up', 'reference_outcome', 'client_check_in')
      GROUP BY rule
      ORDER BY rule
      LIMIT 5
      """
    )
    try #require(found.count == 5)
    return found
  }

  /// Five touches of the newest candidates.
  func latestTouches() async throws -> [Int] {
    try await ids(
      """
      SELECT touch_id AS id
      FROM touch
      WHERE \(Self.newest(20)) AND source = 'canonical'
      ORDER BY happened_at DESC, external_id
      LIMIT 5
      """
    )
  }

  /// One follow-up of every rule that asked anything of the newest candidates.
  func anyOfEachRule() async throws -> [Int] {
    try await ids(
      """
      SELECT DISTINCT ON (rule) follow_up_id AS id
      FROM follow_up
      WHERE \(Self.newest(100)) AND NOT withdrawn
      ORDER BY rule, candidate_id DESC, anchor_at, party_id, reference_id
      """
    )
  }

  /// A folder with the canonical files of the 20 newest candidates and all that belongs to them, some of it changed, with
  /// a new row in each, and a touch by nobody.
  func export() async throws -> String {
    let folder = try temporaryFolder()
    for (target, newcomer) in Workload.newcomers {
      var lines = [newcomer.columns]
      if let source = Self.exports[target] {
        let text = source.replacingOccurrences(of: ":agency", with: "\(session.agency.id)")
        lines = []
        for row in try await keeper.query(Statement(text)) {
          if lines.isEmpty { lines.append(row.columns.joined(separator: ",")) }
          lines.append(row.columns.indices.map { row.text(at: $0) ?? "" }.joined(separator: ","))
        }
      }
      let header = try #require(lines.first)
      let places = Dictionary(
        uniqueKeysWithValues: zip(newcomer.columns.split(separator: ","), newcomer.cells.split(separator: ","))
      )
      lines.append(header.split(separator: ",").map { String(places[$0] ?? "") }.joined(separator: ","))
      if target == "touches" {
        lines.append(lines[lines.count - 1].replacing("tn,", with: "tx,").replacing(",cn,", with: ",nobody,"))
      }
      try (lines.joined(separator: "\n") + "\n").write(
        toFile: "\(folder)/\(target).csv",
        atomically: true,
        encoding: .utf8
      )
    }
    return folder
  }

  private static let exports = [
    "recruiters": """
    SELECT external_id AS id, name || ' Jr' AS name, email
    FROM recruiter
    WHERE agency_id = :agency
    ORDER BY recruiter_id
    """,
    "clients":
      "SELECT external_id AS id, name || ' & Co' AS name FROM client WHERE agency_id = :agency AND client_id = 1",
    "contacts": """
    SELECT external_id AS id, 'cl' || client_id AS client, name || ' Jr' AS name, email
    FROM contact
    WHERE agency_id = :agency AND client_id = 1
    """,
    "candidates": """
    SELECT external_id AS id, name || CASE WHEN candidate_id % 3 = 0 THEN ' Jr' ELSE '' END AS name,
      'r' || recruiter_id AS recruiter, search_started_on
    FROM candidate
    WHERE \(newest(20))
    """,
    "job_orders": """
    SELECT external_id AS id, 'cl' || client_id AS client, 'Senior ' || title AS title, 'r' || recruiter_id AS recruiter,
      'ct' || hiring_contact_id AS hiring_contact
    FROM job_order
    WHERE agency_id = :agency AND job_order_id <= 2
    """,
    "applications": """
    SELECT external_id AS id, 'c' || 100000000 - candidate_id AS candidate, 'j' || job_order_id AS job_order, stage,
      \(iso("stage_since")) AS stage_since
    FROM application
    WHERE \(newest(20))
    """,
    "stages": """
    SELECT 'a' || 100000000 - candidate_id AS application, stage, \(iso("since")) AS since
    FROM application_stage
    WHERE \(newest(20))
    """,
    "interviews": """
    SELECT external_id AS id, 'a' || 100000000 - candidate_id AS application, \(iso("starts_at")) AS starts_at,
      \(iso("ends_at + interval '5 minutes' * (candidate_id % 3 / 2)")) AS ends_at
    FROM interview
    WHERE \(newest(20))
    """,
    "attendees": """
    SELECT interview.external_id AS interview, 'ct' || contact_id AS contact
    FROM attendee
    JOIN interview USING (agency_id, candidate_id, interview_id)
    WHERE \(newest(20))
    """,
    "references": """
    SELECT external_id AS id, 'c' || 100000000 - candidate_id AS candidate, name || ' Jr' AS name, 'yes' AS consent
    FROM reference_contact
    WHERE \(newest(20))
    """,
    "touches": """
    SELECT touch.external_id AS id, \(iso("happened_at")) AS happened_at, actor_kind,
      \(word("actor")) AS actor, party_kind, \(word("party")) AS party, channel,
      CASE WHEN hashtext(touch.external_id) % 5 = 0 THEN 'other' ELSE purpose END AS purpose
    FROM touch
    WHERE \(newest(20)) AND source = 'canonical'
    """,
  ]

  /// The id at the source, as the generator made it.
  private static func word(_ who: String) -> String {
    """
    CASE \(who)_kind
      WHEN 'candidate' THEN 'c' || 100000000 - \(who)_id
      WHEN 'recruiter' THEN 'r' || \(who)_id
      WHEN 'contact' THEN 'ct' || \(who)_id
      WHEN 'reference' THEN 'f' || 100000000 - \(who)_id / 4 || '-' || \(who)_id % 4
    END
    """
  }

  private static func iso(_ moment: String) -> String {
    "to_char((\(moment)) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
  }
}
