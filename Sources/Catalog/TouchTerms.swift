/// The words of touches, stated here once: canonical files, rules and the command line take these, and the checks of the table `touch` are the
/// same.
public enum TouchTerms {
  /// Who can speak, and be spoken to.
  public static let people = ["candidate", "recruiter", "contact", "reference"]
  /// How.
  public static let channels = ["email", "call", "message", "meeting", "note", "gift", "social", "post"]
  /// The channel that reaches nobody in particular.
  public static let publicChannel = "post"
  /// What for.
  public static let purposes = [
    "profile_review", "guidance", "heads_up", "proofread", "thank_you", "check_in", "word", "status_update", "progress",
    "reference_check", "accuracy", "thanks", "outcome", "gift", "keep_in_touch", "network", "public_post", "reminder",
    "other",
  ]
}
