import Catalog
import Foundation

/// A step of a due time as explain_due.sql reads it.
struct DueStepFacts: Encodable {
  let line: Int
  let join: String
  let position: Int
  let op: String
  var word: String?
  var name: String?
  var amount: String?
  var sign: Int?
  var unit: String?
}

extension DueSteps {
  /// The steps for jsonb_to_recordset, names replaced by the values that policy gives them.
  func facts(values: [String: String]) throws -> String {
    let facts = lines.enumerated().flatMap { number, line in
      line.steps.enumerated().map { place, step in
        var fact = DueStepFacts(line: number + 1, join: line.joining.rawValue, position: place + 1, op: step.op)
        switch step {
        case .from(let word): fact.word = word
        case .rolled: break
        case .at(let clock): fact.set(clock, values)
        case .add(let amount, let unit, let subtracted):
          fact.set(amount, values)
          fact.unit = unit.rawValue
          fact.sign = subtracted ? -1 : 1
        }
        return fact
      }
    }
    return String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
  }

  /// The names whose values it needs.
  var names: [String] {
    lines.flatMap(\.steps).compactMap { step in
      switch step {
      case .at(.named(let name)), .add(.named(let name), _, _): name
      default: nil
      }
    }
  }

  /// Chains that a rule without `due` lines may mean, by the names of its parameters and of the policy it reads: due_bd, due_hours, due_days, some_days.
  static func likely(_ names: [String]) -> [DueSteps] {
    let units: [(ending: String, unit: Unit)] = [("_bd", .businessDays), ("_hours", .hours), ("_days", .days)]
    let steps = names.compactMap { name in
      units.first { name.hasSuffix($0.ending) }.map { Step.add(.named(name), $0.unit, subtracted: false) }
    }
    return ["anchor_at", "asked_from", "opens_at"].flatMap { start in
      steps.flatMap { [DueSteps([.from(start), $0]), DueSteps([.from(start), $0, .rolled])] }
    }
  }
}

extension DueSteps.Step {
  fileprivate var op: String {
    switch self {
    case .from: "start"
    case .add: "add"
    case .rolled: "rolled"
    case .at: "at"
    }
  }
}

extension DueStepFacts {
  fileprivate mutating func set(_ given: DueSteps.Amount, _ values: [String: String]) {
    switch given {
    case .literal(let text): amount = text
    case .named(let word):
      name = word
      amount = values[word]
    }
  }
}
