/// Why a follow-up is on a list, or is not any more: everything that decided it, in words.
public struct Explanation: Sendable, Encodable {
  /// A moment, in ISO 8601 (UTC) and in the agency's local words.
  public struct Moment: Sendable, Encodable {
    /// ISO 8601 with Z; nil: always or never.
    public let at: String?
    /// Thu 2026-11-19 16:00.
    public let local: String
  }

  /// The rule that asks.
  public struct Practice: Sendable, Encodable {
    /// What is to be done.
    public let summary: String
    /// Why it matters.
    public let why: String
    /// Titles of the articles it comes from.
    public let sources: [String]
    /// When it asks at all.
    public let asks: String?
    /// What ends it.
    public let done: String?
    /// Its file.
    public let file: String
  }

  /// Who owes whom a word about what.
  public struct About: Sendable, Encodable {
    /// Kind of the one who owes it.
    public let actor: String?
    /// Kind of the one who is owed it.
    public let partyKind: String?
    /// Name and id of the one who is owed it.
    public let party: String?
    /// How.
    public let channel: String?
    /// The candidate's id at its source.
    public let candidateID: String
    /// The candidate's name.
    public let candidate: String
    /// On whose list it is, by id.
    public let recruiterID: String?
    /// On whose list it is, by name.
    public let recruiter: String?
    /// The application it is per.
    public let applicationID: String?
    /// The interview it is per.
    public let interviewID: String?
    /// The position.
    public let jobOrder: String?
    /// The employer.
    public let client: String?
  }

  /// Where due is counted from.
  public struct Anchor: Sendable, Encodable {
    /// The moment.
    public let moment: Moment
    /// What the rule says it is.
    public let meaning: String?
    /// The facts that lie just there.
    public let facts: [String]
  }

  /// One step of the due time.
  public struct Step: Sendable, Encodable {
    /// Where it leads; nil: what it starts from is not known.
    public let moment: Moment?
    /// What it does.
    public let words: String
    /// The result of a bound.
    public let conclusion: String?
  }

  /// How due came about.
  public struct Due: Sendable, Encodable {
    /// The due time.
    public let moment: Moment
    /// The steps to it; empty where they cannot be told.
    public let steps: [Step]
    /// What is to be said of the steps.
    public let note: String?
  }

  /// A policy value that the rule uses.
  public struct Setting: Sendable, Encodable {
    /// The key, or rule.parameter.
    public let key: String
    /// The value in force.
    public let value: String
    /// Where it is set.
    public let setBy: String
    /// What it decides.
    public let summary: String
  }

  /// A touch near it.
  public struct Touch: Sendable, Encodable {
    /// Its id at its source.
    public let id: String
    /// When.
    public let moment: Moment
    /// Who to whom, how and what for.
    public let words: String
    /// Whether it ended the follow-up.
    public let counted: Bool
    /// Counted, or why not.
    public let verdict: String
  }

  /// A nudge that was made, or an escalation step that is still to come.
  public struct Nudge: Sendable, Encodable {
    /// sent (made, with any result), next (still to come), unused (the follow-up is no longer open).
    public let kind: String
    /// When it was made, or its step's time.
    public let at: String?
    /// In words.
    public let words: String
  }

  /// What somebody said of it: an outcome, an attempt or a note.
  public struct Answer: Sendable, Encodable {
    /// When it was recorded.
    public let moment: Moment
    /// What was said, by whom, and what was taken back.
    public let words: String
  }

  /// The follow-up's id.
  public let followUpID: Int
  /// The rule's name.
  public let rule: String
  /// The action as a sentence.
  public let action: String
  /// What its worklist row says beyond that.
  public let remark: String?
  /// The moment it is explained for.
  public let asOf: Moment
  /// The agency's zone.
  public let timeZone: String
  /// open, done, skipped, missed, cancelled (gone), not yet.
  public let state: String
  /// The state in words.
  public let stateInWords: String
  /// Snoozed until when.
  public let snooze: String?
  /// Why this may be out of date.
  public let caveat: String?
  /// The rule; nil: its file is gone.
  public let practice: Practice?
  /// Who and what.
  public let about: About
  /// From when it exists.
  public let askedFrom: Moment
  /// From when it may be done.
  public let opens: Moment
  /// From when it is missed.
  public let expires: Moment?
  /// When the rule stops asking.
  public let askedUntil: Moment?
  /// Why it does.
  public let untilReason: String?
  /// Where due is counted from.
  public let anchor: Anchor
  /// How due came about.
  public let due: Due
  /// The policy that decided.
  public let policy: [Setting]
  /// The touches that counted, and those that nearly did.
  public let touches: [Touch]
  /// How many more touches there are about other things.
  public let moreTouches: Int
  /// What people said of it, in the order in which it came.
  public let answers: [Answer]
  /// Nudges made, and steps to come.
  public let nudges: [Nudge]
}

/// Every rule for one candidate: what it asks, or why it does not.
public struct CandidateExplanation: Sendable, Encodable {
  /// A follow-up in a line.
  public struct Line: Sendable, Encodable {
    /// Its id.
    public let followUpID: Int
    /// open, done, skipped, missed, cancelled (gone), not yet.
    public let state: String
    /// To whom, about what.
    public let about: String
    /// Its state in words.
    public let words: String
  }

  /// One rule.
  public struct Part: Sendable, Encodable {
    /// The rule's name.
    public let rule: String
    /// What it is for.
    public let summary: String
    /// Its follow-ups.
    public let followUps: [Line]
    /// Why there are none; nil: there are some.
    public let silentBecause: String?
    /// What it would have asked, but that it was over before it began.
    public let overBeforeItBegan: [String]
  }

  /// The candidate's id at its source.
  public let candidateID: String
  /// Their name.
  public let candidate: String
  /// What holds for all rules.
  public let standing: String
  /// The agency's zone.
  public let timeZone: String
  /// Why this may be out of date.
  public let caveat: String?
  /// By rule.
  public let rules: [Part]
}
