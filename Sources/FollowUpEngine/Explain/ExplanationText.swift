extension Explanation {
  /// The explanation as text for people: a heading, then what decided it, part by part.
  public var text: String {
    var lines = ["Follow-up \(followUpID): \(action)", "  \(stateInWords)"]
    lines += [snooze, remark, caveat].compactMap { $0 }.map { "  \($0)" }
    lines.append("  As of \(asOf.local), \(timeZone); all times are local to the agency.")
    for (title, part) in parts where !part.isEmpty {
      lines += ["", title] + part.map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var parts: [(String, [String])] {
    [
      ("Rule", ruleLines), ("Who", whoLines), ("Anchor", anchorLines), ("Due", dueLines), ("Life", lifeLines),
      ("Policy", policy.map { "\($0.key) = \($0.value): \($0.setBy)" }), ("Touches", touchLines),
      ("Answers", answers.map { "\($0.moment.local)  \($0.words)" }),
      ("Nudges", nudgeLines),
    ]
  }

  private var ruleLines: [String] {
    guard let practice else { return ["\(rule), whose file no longer exists"] }
    var lines = ["\(rule): \(practice.summary)", "Why: \(practice.why)"]
    lines += practice.sources.map { "Source: \($0)" }
    if let asks = practice.asks { lines.append("It asks \(asks).") }
    if let done = practice.done { lines.append("It is done by \(done).") }
    return lines + ["File: \(practice.file)"]
  }

  private var whoLines: [String] {
    let owed = [about.partyKind, about.party].compactMap { $0 }.joined(separator: " ")
    let actor = about.actor == "candidate" ? "candidate \(about.candidate)" : "a recruiter"
    var lines = [
      "\(actor) to \(owed.isEmpty ? "a person not known yet" : owed)\(about.channel.map { ", by \($0)" } ?? "")"
    ]
    let subjects = [
      "candidate \(about.candidate) (\(about.candidateID))", about.applicationID.map { "application \($0)" },
      about.interviewID.map { "interview \($0)" }, about.jobOrder.map { "\($0) at \(about.client ?? "a client")" },
    ]
    lines.append("About \(subjects.compactMap { $0 }.joined(separator: ", "))")
    if let recruiter = about.recruiter { lines.append("On the list of \(recruiter) (\(about.recruiterID ?? ""))") }
    return lines
  }

  private var anchorLines: [String] {
    [anchor.moment.local + (anchor.meaning.map { ", \($0)" } ?? "")] + anchor.facts.map { "from: \($0)" }
  }

  private var dueLines: [String] {
    let width = "Thu 2026-11-19 16:00".count
    let steps = due.steps.flatMap { step in
      let time = step.moment?.local ?? ""
      let padded = time + String(repeating: " ", count: max(0, width - time.count))
      return ["\(padded)  \(step.words)"]
        + (step.conclusion.map { [String(repeating: " ", count: width + 2) + $0] } ?? [])
    }
    return steps + ["Due \(due.moment.local)"] + (due.note.map { [$0] } ?? [])
  }

  private var lifeLines: [String] {
    var lines = ["asked from \(askedFrom.local)", "opens \(opens.local)"]
    if let expires { lines.append("expires \(expires.local)") }
    if let askedUntil { lines.append("asked until \(askedUntil.local)" + (untilReason.map { ": \($0)" } ?? "")) }
    return lines
  }

  private var touchLines: [String] {
    var lines = touches.flatMap { ["\($0.moment.local)  \($0.id): \($0.words)", "    \($0.verdict)"] }
    if lines.isEmpty { lines.append("none that counted or almost counted") }
    if moreTouches > 0 { lines.append("and \(moreTouches) more like these") }
    return lines
  }

  private var nudgeLines: [String] {
    let sent = nudges.filter { $0.kind == "sent" }.map(\.words)
    let next = nudges.filter { $0.kind == "next" }
    var lines = sent.isEmpty ? ["none sent yet"] : sent
    if let first = next.first {
      lines.append("next: \(first.words)")
      lines += next.dropFirst().map { "then: \($0.words)" }
    } else {
      lines.append(nudges.contains { $0.kind == "unused" } ? "none: it is not open" : "none left in its escalation")
    }
    return lines
  }
}

extension CandidateExplanation {
  /// The explanation as text for people: each rule, with its follow-ups or why there are none.
  public var text: String {
    var lines = ["Candidate \(candidate) (\(candidateID))", "  \(standing)"]
    if let caveat { lines.append("  \(caveat)") }
    lines.append("  All times are in \(timeZone).")
    for part in rules {
      lines += ["", "\(part.rule): \(part.summary)"]
      if let silentBecause = part.silentBecause { lines.append("  asks nothing: \(silentBecause)") }
      lines += part.overBeforeItBegan.map { "  not asked: \($0)" }
      lines += part.followUps.map { line in
        "  \(line.followUpID)  \(line.words)" + (line.about.isEmpty ? "" : " (\(line.about))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
