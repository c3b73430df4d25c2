/// What one run of `followup nudge` came to, in messages unless it says nudges.
public struct NudgeOutcome: Sendable, Equatable {
  /// Messages that were owed and allowed, and so put into the outbox.
  public internal(set) var queued = 0
  /// Delivered.
  public internal(set) var sent = 0
  /// Taken back before sending: what they reminded of was done, moved or snoozed meanwhile, or they may not go out any more.
  public internal(set) var withdrawn = 0
  /// Not sent, and tried again later.
  public internal(set) var waiting = 0
  /// Given up; somebody must look.
  public internal(set) var failed = 0
  /// May or may not have been sent; somebody must look.
  public internal(set) var uncertain = 0
  /// Nudges that are owed but may not go out now.
  public internal(set) var held = Held()
  /// Whose follow-ups nobody can be told about, each with what to do.
  public internal(set) var untold: [String] = []
  /// Failed or uncertain since an earlier run; somebody must look.
  public internal(set) var unsettled = 0
  /// In the hands of another sender, of which no run is known to be at work.
  public internal(set) var heldElsewhere = 0
  /// Whether a number was reached that the configuration gives.
  var reachedLimit = false
  /// What somebody has paused, in words that say by whom, why and how it is resumed.
  public internal(set) var pauses: [String] = []
  /// What is wrong with drafts that messages went out without.
  public internal(set) var brokenDrafts: [String] = []
  /// What failed, is uncertain, or is not settled yet, each with what to do.
  public internal(set) var troubles: [String] = []

  /// The messages that the troubles are about.
  var named: Set<Int> = []

  /// Tells of a message that waits for a person.
  mutating func name(_ message: OutgoingMessage, _ state: String, _ reason: String) {
    named.insert(message.id)
    troubles.append(Outbox.trouble(message: message.id, state: state, to: message.address, reason: reason))
  }

  /// Why nudges are held back.
  public struct Held: Sendable, Equatable {
    /// The recipient's quiet hours, or a date that is not worked.
    public internal(set) var quiet = 0
    /// The recipient had the day's messages already.
    public internal(set) var cap = 0
    /// They are about a client whose mail is paused.
    public internal(set) var paused = 0
    /// Messages that wait because all mail of the agency is paused.
    public internal(set) var pausedMessages = 0
    /// Messages that wait because the configured number of a run or of a domain in a minute was reached.
    public internal(set) var limited = 0
    /// Facts changed since the last plan.
    public internal(set) var unplanned = 0
    /// There is nobody to write to.
    public internal(set) var nobody = 0
  }

  /// Whether something was not sent that should have been: exit code 3.
  public var isPartial: Bool {
    failed + uncertain + waiting + unsettled + heldElsewhere + brokenDrafts.count > 0
  }

  /// By name, for a run's record.
  public var numbers: [String: Int] {
    [
      "queued": queued, "sent": sent, "withdrawn": withdrawn, "waiting": waiting, "failed": failed,
      "uncertain": uncertain, "unsettled": unsettled, "held_elsewhere": heldElsewhere, "held_quiet": held.quiet,
      "held_cap": held.cap, "held_unplanned": held.unplanned,
      "held_nobody": held.nobody, "held_paused": held.paused, "held_paused_messages": held.pausedMessages,
      "held_limit": held.limited,
    ]
  }

  /// In a sentence.
  public var summary: String {
    var parts = ["\(sent) of \(queued) messages sent"]
    if withdrawn > 0 {
      parts.append("\(withdrawn) withdrawn, because they may not go out now or nothing is owed any longer")
    }
    if waiting > 0 { parts.append("\(waiting) to be tried again") }
    if failed > 0 { parts.append("\(failed) failed") }
    if uncertain > 0 { parts.append("\(uncertain) uncertain") }
    if unsettled > 0 { parts.append("\(unsettled) of earlier runs wait for a decision") }
    if heldElsewhere > 0 { parts.append("\(heldElsewhere) held by another sender") }
    if held.quiet > 0 { parts.append("\(held.quiet) nudges held back by quiet hours") }
    if held.cap > 0 { parts.append("\(held.cap) held back by the daily cap") }
    if held.pausedMessages > 0 {
      let waits = held.pausedMessages == 1 ? "1 message waits" : "\(held.pausedMessages) messages wait"
      parts.append("\(waits) because mail is paused")
    }
    if held.limited > 0 { parts.append("\(held.limited) left for later runs by the limits in followup.yaml") }
    if held.paused > 0 { parts.append("\(held.paused) held back because mail about their client is paused") }
    if held.unplanned > 0 { parts.append("\(held.unplanned) held back until followup plan has run") }
    if held.nobody > 0 { parts.append("\(held.nobody) without anybody who can be written to") }
    return parts.joined(separator: ", ")
  }
}
