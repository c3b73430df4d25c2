import Foundation

/// What the files of lists are called, without the extension: `worklist-r03-jane-doe`.
///
/// A recruiter's file has the same name whether or not other lists are written: those who would be called alike, by ids such as `a.b` and
/// `a-b`, all have our id behind it.
struct WorklistFileNames {
  private var names: [Int: String] = [:]
  private var taken: Set<String> = []

  private static let nameless = "worklist"

  /// The names of everybody who works here.
  init(_ recruiters: [Recruiter]) {
    var alike: [String: Int] = [:]
    for recruiter in recruiters { alike[Self.stem(recruiter.externalID, recruiter.name), default: 0] += 1 }
    // Without a letter in id and name there is only our id to go by.
    alike[Self.nameless] = 2
    taken = Set(alike.filter { $0.value == 1 }.keys)
    for recruiter in recruiters {
      let stem = Self.stem(recruiter.externalID, recruiter.name)
      names[recruiter.id] = alike[stem] == 1 ? stem : taking(stem, recruiter.id)
    }
  }

  /// The name of somebody's file; also of one who no longer works here and whose list has rows still.
  mutating func name(id: Int, externalID: String, name: String) -> String {
    if let known = names[id] { return known }
    let stem = Self.stem(externalID, name)
    names[id] = stem != Self.nameless && taken.insert(stem).inserted ? stem : taking(stem, id)
    return names[id] ?? stem
  }

  private mutating func taking(_ stem: String, _ id: Int) -> String {
    var name = stem
    repeat { name += "-\(id)" } while !taken.insert(name).inserted
    return name
  }

  /// Lower case throughout, so that file systems that do not tell cases apart keep them apart.
  private static func stem(_ externalID: String, _ name: String) -> String {
    [nameless, slug(externalID), slug(name)].filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// What every file system takes: lower-case Latin letters and digits, words joined by one hyphen, at most 60 of them.
  static func slug(_ text: String) -> String {
    // The tables of all the world's letters take as much memory as everything else; most names do without.
    let latin = text.utf8.allSatisfy { $0 < 0x80 } ? text : inLatin(text)
    let words = latin.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return String(words.joined(separator: "-").prefix(60))
  }

  private static func inLatin(_ text: String) -> String {
    // A letter with a stroke, as in Gołąb, is not a letter with a mark on it: only ICU's table of letters knows its Latin one.
    text.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? text
  }
}
