extension Casebook {
  /// `reference_guidance`: per reference, unless consent is refused.
  func guidance() -> [FollowUp] {
    references.compactMap { reference in
      guard reference.consent != .refused, let added = reference.addedAt else { return nil }
      return ask(
        "reference_guidance",
        actor: .candidate(candidate),
        party: .reference(reference),
        from: added,
        existsFrom: reference.activeFrom,
        until: [reference.activeUntil],
        opens: added,
        due: bd(.referenceGuidanceDueBd, after: added),
        done: first { $0.purpose == "guidance" && $0.isFrom(candidate, to: reference) }
      )
    }
  }

  /// A row about an application and a consenting reference, on top of which the reference must be active.
  func perConsentingReference(_ make: (Application, Reference) -> FollowUp?) -> [FollowUp] {
    applications.flatMap { application in
      references.filter { $0.consent == .given }.compactMap { make(application, $0) }
    }
  }

  /// `reference_heads_up`: per application and reference, while candidate and job order are active and open.
  func headsUps() -> [FollowUp] {
    perConsentingReference { application, reference in
      guard let interview = firstInterview(of: application), let scheduled = interview.scheduledAt,
        let from = latest(scheduled, reference.addedAt)
      else { return nil }
      return ask(
        "reference_heads_up",
        application: application,
        actor: .candidate(candidate),
        party: .reference(reference),
        from: from,
        existsFrom: reference.activeFrom,
        anchor: interview.starts,
        until: [reference.activeUntil, activeUntil, openUntil(application.jobOrder), withdrawn(application)],
        opens: from,
        due: max(from, bd(.headsUpDueBd, before: interview.starts)),
        expires: bd(.headsUpExpiresBd, after: interview.ends),
        done: first(about: application) {
          $0.purpose == "heads_up" && $0.isFrom(candidate, to: reference)
            && ($0.application === application || $0.at >= from)
        }
      )
    }
  }

  /// `reference_progress`, `reference_accuracy` and `reference_thanks`: around the employer's reference check.
  func referenceCheckFollowUps() -> [FollowUp] {
    applications.flatMap { application in
      references.filter { $0.consent == .given }.flatMap { reference in
        progress(application, reference)
          + [accuracy(application, reference), thanks(application, reference)].compactMap { $0 }
      }
    }
  }

  private func progress(_ application: Application, _ reference: Reference) -> [FollowUp] {
    guard let firstUse = firstUse(of: reference, for: application) else { return [] }
    let checks = application.stages.filter { $0.name == "reference_check" }
    guard let entered = checks.map({ $0.since ?? .always }).max() else { return [] }
    // Two stages at one moment were entered in the order of the list of stages.
    let left = application.stages.compactMap { stage -> Moment? in
      guard let since = stage.since, stage.name != "reference_check" else { return nil }
      return since > entered || (since == entered && ["offer", "decided"].contains(stage.name)) ? since : nil
    }.min()
    let employersCheck = employersCheck(of: reference, for: application)
    var made: [FollowUp] = []
    var from = max(entered, firstUse)
    for k in 1...policy[.progressCap] {
      if let employersCheck, from > employersCheck { break }
      let next = first(about: application) {
        $0.at > from && $0.purpose == "progress" && $0.isFrom(candidate, to: reference)
      }
      let due = bd(.progressDueBd, after: from)
      let followUp = ask(
        "reference_progress",
        application: application,
        actor: .candidate(candidate),
        party: .reference(reference),
        occurrence: String(k),
        from: from,
        existsFrom: reference.activeFrom,
        until: [reference.activeUntil, left, application.decided],
        opens: bd(.progressOpensBd, before: due),
        due: due,
        done: earliest(next, employersCheck)
      )
      if let followUp { made.append(followUp) }
      guard let next else { break }
      from = next
    }
    return made
  }

  private func accuracy(_ application: Application, _ reference: Reference) -> FollowUp? {
    guard let check = employersCheck(of: reference, for: application) else { return nil }
    return ask(
      "reference_accuracy",
      application: application,
      actor: recruiter,
      party: .reference(reference),
      from: check,
      existsFrom: reference.activeFrom,
      until: [reference.activeUntil, withdrawn(application)],
      opens: check,
      due: bd(.accuracyDueBd, after: check),
      done: first(since: check, about: application) {
        $0.purpose == "accuracy" && $0.isFromRecruiter(to: reference)
      }
    )
  }

  /// A withdrawal does not end it: the reference spoke all the same.
  private func thanks(_ application: Application, _ reference: Reference) -> FollowUp? {
    guard let check = employersCheck(of: reference, for: application) else { return nil }
    return ask(
      "reference_thanks",
      application: application,
      actor: .candidate(candidate),
      party: .reference(reference),
      from: check,
      existsFrom: reference.activeFrom,
      until: [reference.activeUntil],
      opens: check,
      due: bd(.thanksDueBd, after: check),
      done: first(since: check, about: application) {
        $0.purpose == "thanks" && $0.isFrom(candidate, to: reference)
      }
    )
  }

  /// `reference_replace`: the reference was lost, and fewer than are wanted are left.
  func replacements() -> [FollowUp] {
    references.compactMap { reference in
      guard reference.status != .active, let lost = reference.statusSince,
        activeConsenting(at: lost) < policy.referencesWanted
      else { return nil }
      return ask(
        "reference_replace",
        actor: recruiter,
        party: .candidate(candidate),
        occurrence: reference.id,
        from: lost,
        until: [activeUntil],
        opens: lost,
        due: bd(.replaceDueBd, after: lost),
        done: enoughReferences(from: lost)
      )
    }
  }
}
