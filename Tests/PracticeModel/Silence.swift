/// A time in which the client says nothing about an application.
struct Silence {
  /// The interview or touch that begins it; at one moment the lowest id.
  let beginsWith: String
  let start: Moment
  /// Its end no longer belongs to it; nil while it lasts.
  let end: Moment?

  func contains(_ moment: Moment) -> Bool { start <= moment && end.map { moment < $0 } ?? true }
}

extension Casebook {
  /// The silences of an application: each begins at a held-or-scheduled interview's end or at a word, and ends with the
  /// next word, the decision, or the first moment at which an interview that ends after its start was scheduled. One
  /// whose end is not after its start never begins.
  func silences(of application: Application) -> [Silence] {
    let interviews = interviews(of: application)
    let words = words(about: application)
    let beginnings = interviews.map { ($0.ends, $0.id) } + words.map { ($0.at, $0.id) }
    return Dictionary(grouping: beginnings, by: \.0).compactMap { start, here in
      guard let first = here.map(\.1).lowest() else { return nil }
      let nextWord = words.map(\.at).filter { $0 > start }.min()
      let scheduled = interviews.filter { $0.ends > start }.map { $0.scheduledAt ?? $0.starts }.min()
      let end = earliest(nextWord, application.decided, scheduled)
      if let end, end <= start { return nil }
      return Silence(beginsWith: first, start: start, end: end)
    }.sorted { $0.start < $1.start }
  }
}
