import Catalog
import Foundation

/// What worklists and nudges need of a rule's header, bound to their statements as one JSON value, so that a new rule needs nothing but its file.
struct RuleFacts: Encodable {
  let rule: String
  let summary: String
  let why: String
  let action: String?
  let actor: String
  let channel: String
  let minutes: Int
  let hard: Bool
  let quietFrom: String?
  let quietUntil: String?
  let template: String?

  init(_ rule: Rule) {
    self.rule = rule.name
    summary = rule.summary
    why = rule.why
    action = rule.action
    actor = rule.actor
    channel = rule.channel
    minutes = rule.minutes
    hard = rule.hardDeadline
    template = rule.template
    quietFrom = rule.quiet?.from
    quietUntil = rule.quiet?.until
  }
}

/// On the rows of which rule a guardrail's breaches are warnings, and what it asks not to do.
private struct BreachWarning: Encodable {
  let guardrail: String
  let rule: String
  let summary: String
  let avoid: String?
}

/// A step of a rule's escalation for one of its recipients.
private struct EscalationStepFacts: Encodable {
  let rule: String
  let step: String
  let hours: Int?
  let businessDays: Int?
  let recipient: String

  init(_ rule: Rule, _ step: EscalationStep, _ recipient: EscalationStep.Recipient) {
    self.rule = rule.name
    self.step = step.name
    self.recipient = recipient.rawValue
    switch step.offset {
    case .hours(let count): (hours, businessDays) = (count, nil)
    case .businessDays(let count): (hours, businessDays) = (nil, count)
    }
  }
}

extension Catalog {
  /// The rules for jsonb_to_recordset: rule, summary, why, action, actor, channel, minutes, hard, quiet_from, quiet_until, template.
  func ruleFacts() throws -> String { try json(rules.map(RuleFacts.init)) }

  /// For jsonb_to_recordset: guardrail, rule, summary, avoid.
  func breachWarnings() throws -> String {
    try json(
      guardrails.flatMap { guardrail in
        guardrail.rules.map {
          BreachWarning(guardrail: guardrail.name, rule: $0, summary: guardrail.summary, avoid: guardrail.avoid)
        }
      }
    )
  }

  /// The escalations for jsonb_to_recordset: rule, step, hours, business_days, recipient.
  func escalations() throws -> String {
    try json(
      rules.flatMap { rule in
        rule.escalation.flatMap { step in step.recipients.map { EscalationStepFacts(rule, step, $0) } }
      }
    )
  }

  private func json(_ values: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(values), as: UTF8.self)
  }
}
