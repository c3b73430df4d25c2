// Written by deploy/statements from sql/engine/nudge; not to be edited.

package import Catalog
package import Foundation
package import Postgres

extension Statements {
  /// Takes back claimed messages that have nothing left to say.
  package func nudgeAbandon(claim: UUID, messages: [Int]) throws -> Change {
    try change("nudge/nudge_abandon", ["claim": claim.postgresText, "messages": messages.postgresText])
  }

  /// After a great many nudges, so that what reads them next, another sender or the next run, is not planned for
  /// empty tables.
  package func nudgeAnalyze() throws -> SQLFile {
    try script("nudge/nudge_analyze")
  }

  /// The files that go with a message.
  package func nudgeAttachments(message: Int) throws -> Query<NudgeAttachments> {
    try query("nudge/nudge_attachments", ["message": message.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_attachments.sql.
  package struct NudgeAttachments: StatementRow {
    package static let columns = ["file_name", "media_type", "base64"]
    package let fileName: String
    package let mediaType: String
    package let base64: String

    package init(_ row: Row) throws {
      fileName = try row.get(at: 0)
      mediaType = try row.get(at: 1)
      base64 = try row.get(at: 2)
    }
  }

  /// Takes the next queued messages whose time has come; nobody else gets them while the lease lasts.
  package func nudgeClaim(
    claim: UUID,
    count: Int,
    domains: [String],
    lease: Int,
    runner: String
  ) throws -> Query<NudgeClaim> {
    try query(
      "nudge/nudge_claim",
      [
        "claim": claim.postgresText, "count": count.postgresText, "domains": domains.postgresText,
        "lease": lease.postgresText, "runner": runner.postgresText,
      ]
    )
  }

  /// A row of sql/engine/nudge/nudge_claim.sql.
  package struct NudgeClaim: StatementRow {
    package static let columns = [
      "message_id", "key", "kind", "recipient_kind", "recipient_id", "recipient_name", "recipient_address", "subject",
      "body_text", "body_html", "reply_to", "created_at", "attempts", "state", "was_refused",
    ]
    package let messageID: Int
    package let key: String
    package let kind: String
    package let recipientKind: String
    package let recipientID: Int
    package let recipientName: String?
    package let recipientAddress: String
    package let subject: String?
    package let bodyText: String?
    package let bodyHtml: String?
    package let replyTo: String?
    package let createdAt: Date
    package let attempts: Int
    package let state: String
    package let wasRefused: Bool

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      key = try row.get(at: 1)
      kind = try row.get(at: 2)
      recipientKind = try row.get(at: 3)
      recipientID = try row.get(at: 4)
      recipientName = try row.getOptional(at: 5)
      recipientAddress = try row.get(at: 6)
      subject = try row.getOptional(at: 7)
      bodyText = try row.getOptional(at: 8)
      bodyHtml = try row.getOptional(at: 9)
      replyTo = try row.getOptional(at: 10)
      createdAt = try row.get(at: 11)
      attempts = try row.get(at: 12)
      state = try row.get(at: 13)
      wasRefused = try row.get(at: 14)
    }
  }

  /// Which processes hold messages, so that those that ended can be distinguished from those at work.
  package func nudgeClaimants() throws -> Query<NudgeClaimants> {
    try query("nudge/nudge_claimants")
  }

  /// A row of sql/engine/nudge/nudge_claimants.sql.
  package struct NudgeClaimants: StatementRow {
    package static let columns = ["claimed_by"]
    package let claimedBy: String

    package init(_ row: Row) throws {
      claimedBy = try row.get(at: 0)
    }
  }

  /// Settles a message that is not to be sent, as a person asked. Its nudges count as used up.
  package func nudgeDrop(message: Int) throws -> Change {
    try change("nudge/nudge_drop", ["message": message.postgresText])
  }

  /// Messages held by a sender whose run is not known to be at work: they are on their way, or their sender is
  /// dead.
  package func nudgeHeld(claim: UUID?) throws -> Query<NudgeHeld> {
    try query("nudge/nudge_held", ["claim": claim.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_held.sql.
  package struct NudgeHeld: StatementRow {
    package static let columns = ["message_id", "recipient_address", "state", "is_over"]
    package let messageID: Int
    package let recipientAddress: String
    package let state: String
    package let isOver: Bool

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      recipientAddress = try row.get(at: 1)
      state = try row.get(at: 2)
      isOver = try row.get(at: 3)
    }
  }

  /// What messages remind of, one row per message and follow-up, in the words and the local times of its recipient.
  package func nudgeItems(messages: [Int], rules: String) throws -> Query<NudgeItems> {
    try query("nudge/nudge_items", ["messages": messages.postgresText, "rules": rules.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_items.sql.
  package struct NudgeItems: StatementRow {
    package static let columns = [
      "message_id", "follow_up_id", "as_manager", "was_nudged", "template", "channel", "hard", "action", "due",
      "due_on", "actor", "time_zone", "overdue_by", "time_left", "candidate_name", "party_name", "party_company",
      "job_title", "client_name", "interview_on", "decision", "start_on", "candidate_phone", "candidate_email",
      "is_anothers", "recruiter_name", "answering_name", "answering_email", "contact_name", "contact_phone",
      "contact_email", "remark", "silence",
    ]
    package let messageID: Int
    package let followUpID: Int
    package let asManager: Bool
    package let wasNudged: Bool
    package let template: String?
    package let channel: String?
    package let hard: Bool
    package let action: String
    package let due: String
    package let dueOn: String
    package let actor: String
    package let timeZone: String
    package let overdueBy: String?
    package let timeLeft: String?
    package let candidateName: String
    package let partyName: String?
    package let partyCompany: String?
    package let jobTitle: String?
    package let clientName: String?
    package let interviewOn: String?
    package let decision: String?
    package let startOn: String?
    package let candidatePhone: String?
    package let candidateEmail: String?
    package let isAnothers: Bool
    package let recruiterName: String
    package let answeringName: String
    package let answeringEmail: String
    package let contactName: String?
    package let contactPhone: String?
    package let contactEmail: String?
    package let remark: String?
    package let silence: String?

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      followUpID = try row.get(at: 1)
      asManager = try row.get(at: 2)
      wasNudged = try row.get(at: 3)
      template = try row.getOptional(at: 4)
      channel = try row.getOptional(at: 5)
      hard = try row.get(at: 6)
      action = try row.get(at: 7)
      due = try row.get(at: 8)
      dueOn = try row.get(at: 9)
      actor = try row.get(at: 10)
      timeZone = try row.get(at: 11)
      overdueBy = try row.getOptional(at: 12)
      timeLeft = try row.getOptional(at: 13)
      candidateName = try row.get(at: 14)
      partyName = try row.getOptional(at: 15)
      partyCompany = try row.getOptional(at: 16)
      jobTitle = try row.getOptional(at: 17)
      clientName = try row.getOptional(at: 18)
      interviewOn = try row.getOptional(at: 19)
      decision = try row.getOptional(at: 20)
      startOn = try row.getOptional(at: 21)
      candidatePhone = try row.getOptional(at: 22)
      candidateEmail = try row.getOptional(at: 23)
      isAnothers = try row.get(at: 24)
      recruiterName = try row.get(at: 25)
      answeringName = try row.get(at: 26)
      answeringEmail = try row.get(at: 27)
      contactName = try row.getOptional(at: 28)
      contactPhone = try row.getOptional(at: 29)
      contactEmail = try row.getOptional(at: 30)
      remark = try row.getOptional(at: 31)
      silence = try row.getOptional(at: 32)
    }
  }

  /// One planner of nudges per agency at a time, so that two never put the same step into two messages.
  package func nudgeLock() throws -> Query<NudgeLock> {
    try query("nudge/nudge_lock")
  }

  /// A row of sql/engine/nudge/nudge_lock.sql.
  package struct NudgeLock: StatementRow {
    package static let columns = ["agency_id"]
    package let agencyID: Int

    package init(_ row: Row) throws {
      agencyID = try row.get(at: 0)
    }
  }

  /// Whether that many new nudges want new statistics, and this user may gather them; else it is left to
  /// autovacuum.
  package func nudgeMayAnalyze(written: Int) throws -> Query<NudgeMayAnalyze> {
    try query("nudge/nudge_may_analyze", ["written": written.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_may_analyze.sql.
  package struct NudgeMayAnalyze: StatementRow {
    package static let columns = ["may"]
    package let may: Bool

    package init(_ row: Row) throws {
      may = try row.get(at: 0)
    }
  }

  /// Puts all that a recipient is owed and may get now into one message, together with its nudge rows; says what is
  /// held back and why.
  package func nudgePlan(escalations: String, rules: String) throws -> Query<NudgePlan> {
    try query("nudge/nudge_plan", ["escalations": escalations.postgresText, "rules": rules.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_plan.sql.
  package struct NudgePlan: StatementRow {
    package static let columns = ["verdict", "nudges", "recipients"]
    package let verdict: String
    package let nudges: Int
    package let recipients: Int

    package init(_ row: Row) throws {
      verdict = try row.get(at: 0)
      nudges = try row.get(at: 1)
      recipients = try row.get(at: 2)
    }
  }

  /// What followup nudge would do now, one row per address and verdict; writes nothing.
  package func nudgePreview(escalations: String, rules: String) throws -> Query<NudgePreview> {
    try query("nudge/nudge_preview", ["escalations": escalations.postgresText, "rules": rules.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_preview.sql.
  package struct NudgePreview: StatementRow {
    package static let columns = ["verdict", "to", "address", "kind", "follow_ups", "rules", "oldest_due_at"]
    package let verdict: String
    package let to: String?
    package let address: String?
    package let kind: String?
    package let followUps: Int
    package let rules: String
    package let oldestDueAt: Date

    package init(_ row: Row) throws {
      verdict = try row.get(at: 0)
      to = try row.getOptional(at: 1)
      address = try row.getOptional(at: 2)
      kind = try row.getOptional(at: 3)
      followUps = try row.get(at: 4)
      rules = try row.get(at: 5)
      oldestDueAt = try row.get(at: 6)
    }
  }

  /// Settles what dead senders left: claimed goes back into the queue; sending may be on its way, so that it is
  /// uncertain.
  package func nudgeRecover(
    claim: UUID,
    gone: [String],
    lease: Int,
    repeatable: Bool,
    runner: String
  ) throws -> Query<NudgeRecover> {
    try query(
      "nudge/nudge_recover",
      [
        "claim": claim.postgresText, "gone": gone.postgresText, "lease": lease.postgresText,
        "repeatable": repeatable.postgresText, "runner": runner.postgresText,
      ]
    )
  }

  /// A row of sql/engine/nudge/nudge_recover.sql.
  package struct NudgeRecover: StatementRow {
    package static let columns = [
      "message_id", "key", "kind", "recipient_kind", "recipient_id", "recipient_name", "recipient_address", "subject",
      "body_text", "body_html", "reply_to", "created_at", "attempts", "state",
    ]
    package let messageID: Int
    package let key: String
    package let kind: String
    package let recipientKind: String
    package let recipientID: Int
    package let recipientName: String?
    package let recipientAddress: String
    package let subject: String?
    package let bodyText: String?
    package let bodyHtml: String?
    package let replyTo: String?
    package let createdAt: Date
    package let attempts: Int
    package let state: String

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      key = try row.get(at: 1)
      kind = try row.get(at: 2)
      recipientKind = try row.get(at: 3)
      recipientID = try row.get(at: 4)
      recipientName = try row.getOptional(at: 5)
      recipientAddress = try row.get(at: 6)
      subject = try row.getOptional(at: 7)
      bodyText = try row.getOptional(at: 8)
      bodyHtml = try row.getOptional(at: 9)
      replyTo = try row.getOptional(at: 10)
      createdAt = try row.get(at: 11)
      attempts = try row.get(at: 12)
      state = try row.get(at: 13)
    }
  }

  /// Puts back what a sender claimed and did not begin to send, when it stops: the attempt does not count.
  package func nudgeRelease(claim: UUID) throws -> Change {
    try change("nudge/nudge_release", ["claim": claim.postgresText])
  }

  /// A sender at work keeps what it holds: its lease starts anew.
  package func nudgeRenew(claim: UUID, lease: Int) throws -> Change {
    try change("nudge/nudge_renew", ["claim": claim.postgresText, "lease": lease.postgresText])
  }

  /// Puts back messages that were taken for failed, when it turned out that the server refuses the sender: the
  /// attempt does not count.
  package func nudgeRequeue(messages: [Int]) throws -> Change {
    try change("nudge/nudge_requeue", ["messages": messages.postgresText])
  }

  /// Takes an uncertain or failed message for one more delivery, as a person asked, with name, address and Reply-To
  /// as they are known now.
  package func nudgeResend(claim: UUID, lease: Int, message: Int, runner: String) throws -> Query<NudgeResend> {
    try query(
      "nudge/nudge_resend",
      [
        "claim": claim.postgresText, "lease": lease.postgresText, "message": message.postgresText,
        "runner": runner.postgresText,
      ]
    )
  }

  /// A row of sql/engine/nudge/nudge_resend.sql.
  package struct NudgeResend: StatementRow {
    package static let columns = [
      "message_id", "key", "kind", "recipient_kind", "recipient_id", "recipient_name", "recipient_address", "subject",
      "body_text", "body_html", "reply_to", "created_at", "attempts", "state",
    ]
    package let messageID: Int
    package let key: String
    package let kind: String
    package let recipientKind: String
    package let recipientID: Int
    package let recipientName: String?
    package let recipientAddress: String
    package let subject: String?
    package let bodyText: String?
    package let bodyHtml: String?
    package let replyTo: String?
    package let createdAt: Date
    package let attempts: Int
    package let state: String

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      key = try row.get(at: 1)
      kind = try row.get(at: 2)
      recipientKind = try row.get(at: 3)
      recipientID = try row.get(at: 4)
      recipientName = try row.getOptional(at: 5)
      recipientAddress = try row.get(at: 6)
      subject = try row.getOptional(at: 7)
      bodyText = try row.getOptional(at: 8)
      bodyHtml = try row.getOptional(at: 9)
      replyTo = try row.getOptional(at: 10)
      createdAt = try row.get(at: 11)
      attempts = try row.get(at: 12)
      state = try row.get(at: 13)
    }
  }

  /// Writes the words of claimed messages down and says that they are about to be handed over; committed just
  /// before they are. An empty page or address to answer is none.
  package func nudgeSending(
    claim: UUID,
    lease: Int,
    messages: [Int],
    pages: [String],
    replyTos: [String],
    subjects: [String],
    texts: [String]
  ) throws -> Query<NudgeSending> {
    try query(
      "nudge/nudge_sending",
      [
        "claim": claim.postgresText, "lease": lease.postgresText, "messages": messages.postgresText,
        "pages": pages.postgresText, "reply_tos": replyTos.postgresText, "subjects": subjects.postgresText,
        "texts": texts.postgresText,
      ]
    )
  }

  /// A row of sql/engine/nudge/nudge_sending.sql.
  package struct NudgeSending: StatementRow {
    package static let columns = ["message_id"]
    package let messageID: Int

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
    }
  }

  /// What deliveries came to. Back in the queue: it certainly did not leave, and is tried again after the wait (-1:
  /// at once, and the attempt does not count). An empty error is none.
  package func nudgeSettle(
    claim: UUID,
    errors: [String],
    messages: [Int],
    states: [String],
    waits: [Int]
  ) throws -> Change {
    try change(
      "nudge/nudge_settle",
      [
        "claim": claim.postgresText, "errors": errors.postgresText, "messages": messages.postgresText,
        "states": states.postgresText, "waits": waits.postgresText,
      ]
    )
  }

  /// The state of one message.
  package func nudgeState(message: Int) throws -> Query<NudgeState> {
    try query("nudge/nudge_state", ["message": message.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_state.sql.
  package struct NudgeState: StatementRow {
    package static let columns = ["message_id", "state", "recipient_name", "recipient_address", "subject", "error"]
    package let messageID: Int
    package let state: String
    package let recipientName: String?
    package let recipientAddress: String
    package let subject: String?
    package let error: String?

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      state = try row.get(at: 1)
      recipientName = try row.getOptional(at: 2)
      recipientAddress = try row.get(at: 3)
      subject = try row.getOptional(at: 4)
      error = try row.getOptional(at: 5)
    }
  }

  /// Takes back what is queued: messages whose address is owed nothing now go, with their nudges; those that stay
  /// are filled anew.
  package func nudgeUnmake(escalations: String, rules: String) throws -> Change {
    try change("nudge/nudge_unmake", ["escalations": escalations.postgresText, "rules": rules.postgresText])
  }

  /// The messages that wait for a person, each to be named: what became of them is not known, or they could not be
  /// sent.
  package func nudgeUnsettled() throws -> Query<NudgeUnsettled> {
    try query("nudge/nudge_unsettled")
  }

  /// A row of sql/engine/nudge/nudge_unsettled.sql.
  package struct NudgeUnsettled: StatementRow {
    package static let columns = ["message_id", "state", "recipient_name", "recipient_address", "error"]
    package let messageID: Int
    package let state: String
    package let recipientName: String?
    package let recipientAddress: String
    package let error: String?

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
      state = try row.get(at: 1)
      recipientName = try row.getOptional(at: 2)
      recipientAddress = try row.get(at: 3)
      error = try row.getOptional(at: 4)
    }
  }

  /// The recruiters whose nudges reach nobody: they, their cover and their manager are all away or cannot be
  /// written to.
  package func nudgeUntold(escalations: String, rules: String) throws -> Query<NudgeUntold> {
    try query("nudge/nudge_untold", ["escalations": escalations.postgresText, "rules": rules.postgresText])
  }

  /// A row of sql/engine/nudge/nudge_untold.sql.
  package struct NudgeUntold: StatementRow {
    package static let columns = ["recruiter", "follow_ups", "example"]
    package let recruiter: String
    package let followUps: Int
    package let example: Int

    package init(_ row: Row) throws {
      recruiter = try row.get(at: 0)
      followUps = try row.get(at: 1)
      example = try row.get(at: 2)
    }
  }

  /// What is in the outbox and was not sent: waiting for its next attempt, or for a person; and the last refusal of
  /// one that waits.
  package func nudgeWaiting() throws -> Query<NudgeWaiting> {
    try query("nudge/nudge_waiting")
  }

  /// A row of sql/engine/nudge/nudge_waiting.sql.
  package struct NudgeWaiting: StatementRow {
    package static let columns = ["queued", "ready", "failed", "uncertain", "reason"]
    package let queued: Int
    package let ready: Int
    package let failed: Int
    package let uncertain: Int
    package let reason: String?

    package init(_ row: Row) throws {
      queued = try row.get(at: 0)
      ready = try row.get(at: 1)
      failed = try row.get(at: 2)
      uncertain = try row.get(at: 3)
      reason = try row.getOptional(at: 4)
    }
  }

  /// Takes out of claimed messages what is no longer owed: done, gone, moved, snoozed or paused since it was
  /// queued, or not planned yet.
  package func nudgeWithhold(messages: [Int]) throws -> Change {
    try change("nudge/nudge_withhold", ["messages": messages.postgresText])
  }

  /// Pauses an agency's mail, or what is about a client; nothing where that is paused already.
  package func pauseBegin(by: String, client: Int?, reason: String) throws -> Change {
    try change(
      "nudge/pause_begin",
      ["by": by.postgresText, "client": client.postgresText, "reason": reason.postgresText]
    )
  }

  /// Lets an agency's mail go again, or what is about a client.
  package func pauseEnd(by: String, client: Int?) throws -> Change {
    try change("nudge/pause_end", ["by": by.postgresText, "client": client.postgresText])
  }

  /// What is paused now: all mail of the agency first, then clients by name; since when, in the agency's time, by
  /// whom and why.
  package func pauseList() throws -> Query<PauseList> {
    try query("nudge/pause_list")
  }

  /// A row of sql/engine/nudge/pause_list.sql.
  package struct PauseList: StatementRow {
    package static let columns = ["client_id", "client", "reason", "paused_by", "since"]
    package let clientID: Int?
    package let client: String?
    package let reason: String
    package let pausedBy: String
    package let since: String

    package init(_ row: Row) throws {
      clientID = try row.getOptional(at: 0)
      client = try row.getOptional(at: 1)
      reason = try row.get(at: 2)
      pausedBy = try row.get(at: 3)
      since = try row.get(at: 4)
    }
  }

}
