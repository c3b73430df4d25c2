/// A rule: which follow-ups exist, when they are due, what ends them. One file in sql/rules/.
public struct Rule: Sendable, Equatable {
  /// The name, that of the file.
  public let name: String
  /// What is to be done, in a sentence.
  public let summary: String
  /// Why it matters.
  public let why: String
  /// Titles of the articles that it comes from.
  public let sources: [String]
  /// Who owes the word: candidate or recruiter.
  public let actor: String
  /// Who is owed it: contact, reference or candidate.
  public let party: String
  /// How it is said.
  public let channel: String
  /// The purpose of the touch that `followup done` records.
  public let purpose: String
  /// Whether a touch after it expired still makes it done, late.
  public let lateCounts: Bool
  /// Whether the next touch moves its follow-up on instead of ending it; a skip then holds until that touch.
  public let isMovedOn: Bool
  /// Whether the deadline is hard: first on worklists, nudged outside its own quiet hours only.
  public let hardDeadline: Bool
  /// Quiet hours of its own, for a hard deadline.
  public let quiet: QuietHours?
  /// Who is nudged, and when.
  public let escalation: [EscalationStep]
  /// Minutes it takes.
  public let minutes: Int
  /// The message in jobs/messages that drafts it.
  public let template: String?
  /// The worklist's sentence, with {candidate} {party} {company} {job} in it.
  public let action: String?
  /// What policy can set as rule.parameter.
  public let parameters: [Parameter]
  /// What it says of itself for `followup explain`.
  public let explanation: RuleExplanation
  /// The file.
  public let file: SQLFile

  static let keys: Set<String> = RuleExplanation.keys.union([
    "rule", "summary", "why", "source", "actor", "party", "channel", "purpose", "late", "skip", "deadline", "quiet",
    "nudge",
    "minutes", "template", "action", "param",
  ])

  init(_ file: SQLFile) throws {
    try file.refuseUnknownKeys(Rule.keys)
    name = file.name
    summary = try file.required("summary")
    why = try file.required("why")
    sources = file.header.values("source")
    _ = try file.required("source")
    actor = try file.oneOf(["candidate", "recruiter"], "actor")
    party = try file.oneOf(["candidate", "contact", "reference"], "party")
    channel = try file.oneOf(TouchTerms.channels.filter { $0 != TouchTerms.publicChannel }, "channel")
    purpose = try file.oneOf(TouchTerms.purposes, "purpose")
    lateCounts = file.header.value("late") == nil ? false : try file.oneOf(["counts"], "late") == "counts"
    isMovedOn = file.header.value("skip") == nil ? false : try file.oneOf(["once"], "skip") == "once"
    hardDeadline =
      file.header.value("deadline") == nil ? false : try file.oneOf(["hard", "soft"], "deadline") == "hard"
    quiet = try QuietHours(file)
    escalation = try EscalationStep.escalation(file.header, file: file.path)
    guard let minutes = Int(try file.required("minutes")), minutes > 0 else {
      throw CatalogError(file: file.path, line: 1, "minutes must be a whole number above 0")
    }
    self.minutes = minutes
    template = file.header.value("template")
    action = file.header.text("action")
    parameters = try file.declaredParameters()
    explanation = try RuleExplanation(file, actor: actor, party: party, purpose: purpose)
    self.file = file
  }

  /// The values of its parameters by policy: a policy `rule.parameter`, else the default.
  public func values(policy: [String: String]) -> [String: String?] {
    Dictionary(
      uniqueKeysWithValues: parameters.map { ($0.name, .some(policy["\(name).\($0.name)"] ?? $0.defaultValue)) }
    )
  }
}

/// A don't of the practice, as breaches that the data shows. One file in sql/guardrails/.
public struct Guardrail: Sendable, Equatable {
  /// The name, that of the file.
  public let name: String
  /// What one must not do.
  public let summary: String
  /// Why.
  public let why: String
  /// What not to do, as a sentence to whoever is about to; lists show it with every row of its rules.
  public let avoid: String?
  /// Titles of the articles that it comes from.
  public let sources: [String]
  /// The rules on whose worklist rows a breach is a warning.
  public let rules: [String]
  /// Its numbers.
  public let parameters: [Parameter]
  /// The file.
  public let file: SQLFile

  init(_ file: SQLFile) throws {
    try file.refuseUnknownKeys(["guardrail", "summary", "why", "avoid", "source", "rules", "param"])
    name = file.name
    summary = try file.required("summary")
    why = try file.required("why")
    avoid = file.header.text("avoid")
    sources = file.header.values("source")
    rules = (file.header.value("rules") ?? "").split(separator: ",").map { trimmed($0) }
    parameters = try file.declaredParameters()
    self.file = file
  }

  /// The values of its parameters by policy: a policy `guardrail.parameter`, else the default.
  public func values(policy: [String: String]) -> [String: String?] {
    Dictionary(
      uniqueKeysWithValues: parameters.map { ($0.name, .some(policy["\(name).\($0.name)"] ?? $0.defaultValue)) }
    )
  }
}

/// An invariant: a SELECT in sql/checks/ that must return no row.
public struct Check: Sendable, Equatable {
  /// The name, that of the file.
  public let name: String
  /// What must not be.
  public let summary: String
  /// What to do when it is.
  public let remedy: String
  /// The file.
  public let file: SQLFile

  init(_ file: SQLFile) throws {
    try file.refuseUnknownKeys(["check", "summary", "remedy"])
    name = file.name
    summary = try file.required("summary")
    remedy = try file.required("remedy")
    self.file = file
  }
}
