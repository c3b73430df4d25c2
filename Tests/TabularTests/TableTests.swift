import Testing

@testable import Tabular

/// The table for people.
@Suite struct TableTests {
  static let columns = [
    Column(name: "name", kind: .text), Column(name: "nudges", kind: .integer), Column(name: "note", kind: .text),
  ]

  @Test func `columns are aligned, numbers to the right, and no line ends in spaces`() throws {
    let text = try renderText(.table, Self.columns, [["Ann", "2", "x"], ["Benedict", "10", nil]], title: "Overdue")
    #expect(
      text == """
        Overdue

        name      nudges  note
        ────────  ──────  ────
        Ann            2  x
        Benedict      10  \("")

        """
    )
  }

  @Test func `wide, combining and emoji characters keep the columns aligned`() throws {
    let names = ["Zoe\u{308}", "山田", "👩🏽‍💻", "🇩🇪", "❤️", "한국", "abcd"]
    let text = try renderText(.table, texts("name", "x"), names.map { [$0, "|"] })
    for line in text.split(separator: "\n").dropFirst(2) {
      let before = line.prefix { $0 != "|" }
      #expect(terminalWidth(before) == 6, "\(line)")
    }
  }

  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("山", 2), ("ｱ", 1), ("Ａ", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2),
      ("☎", 1), ("☎️", 2), ("…", 1), ("\u{200B}", 0), ("🇯🇵", 2), ("각", 2), ("\u{1100}\u{1161}", 2),
    ])
  func `a character is as wide as a terminal shows it`(_ text: String, _ width: Int) {
    #expect(terminalWidth(text) == width)
  }

  @Test func `on a terminal long texts are wrapped into its width, numbers never`() throws {
    let row = [String(repeating: "山", count: 40), "1234567890", String(repeating: "b", count: 70)]
    for width in [30, 40, 41, 60, 100] {
      let text = try renderText(.table, Self.columns, [row], options: SinkOptions(width: width))
      for line in text.split(separator: "\n") { #expect(terminalWidth(line) <= width) }
      #expect(text.contains("1234567890"))
      #expect(text.count { $0 == "山" } == 40)
      #expect(text.count { $0 == "b" } == 70)
    }
  }

  @Test func `only what is too wide is wrapped, and all of the width is used`() throws {
    let row = ["Ann", "1", String(repeating: "b", count: 70)]
    let text = try renderText(.table, Self.columns, [row], options: SinkOptions(width: 40))
    let lines = text.split(separator: "\n").suffix(3)
    #expect(lines.first == "Ann        1  \(String(repeating: "b", count: 26))")
    #expect(lines.last == "              \(String(repeating: "b", count: 18))")
  }

  @Test func `a text is wrapped between its words`() throws {
    let row = ["Ann", "1", "Call the client about the second interview"]
    let text = try renderText(.table, Self.columns, [row], options: SinkOptions(width: 38))
    #expect(
      text.hasSuffix(
        """

        Ann        1  Call the client about
                      the second interview

        """
      )
    )
  }

  static let list = [
    Column(name: "rank", kind: .integer), Column(name: "due", kind: .moment), Column(name: "action", kind: .text),
    Column(name: "warnings", kind: .text),
  ]
  static let listed = [
    ["1", "2026-09-25T08:01:00Z", "Remind Otávio Figueirôa to brief Käthe Müller", nil],
    ["2", "2026-09-25T08:01:00Z", "Remind Otávio Figueirôa to brief Käthe Müller", "no telephone number on file"],
  ]

  @Test func `where columns would be too narrow for words, long texts stand below their row`() throws {
    let options = SinkOptions(width: 48, zone: "Etc/UTC")
    #expect(
      try renderText(.table, Self.list, Self.listed, title: "List", options: options) == """
        List (times in Etc/UTC)

        rank  due
        ────  ────────────────
           1  2026-09-25 08:01
            action    Remind Otávio Figueirôa to brief
                      Käthe Müller
           2  2026-09-25 08:01
            action    Remind Otávio Figueirôa to brief
                      Käthe Müller
            warnings  no telephone number on file

        """
    )
  }

  @Test func `where the others are too wide as well, each row is a block`() throws {
    let options = SinkOptions(width: 20)
    let row = ["2", "2026-09-25T08:01:00Z", "Remind Otávio Figueirôa", nil]
    #expect(
      try renderText(.table, Self.list, [row], options: options) == """
        rank      2
        due       2026-09-25T08:01:00Z
        action    Remind
                  Otávio
                  Figueirôa

        """
    )
  }

  @Test func `right-to-left texts are isolated, line by line, and take no room more`() throws {
    let name = "\u{644}\u{64A}\u{644}\u{649} \u{627}\u{644}\u{62D}\u{62F}\u{627}\u{62F}"
    let row = ["Ann", "1", "Call \(name) and ask how the search goes"]
    let text = try renderText(.table, Self.columns, [[name, "2", "x"], row], options: SinkOptions(width: 50))
    let lines = text.split(separator: "\n")
    #expect(lines[2] == "\u{2068}\(name)\u{2069}       2  x")
    #expect(lines[3] == "Ann               1  \u{2068}Call \(name) and ask how\u{2069}")
    #expect(!lines[4].contains("\u{2068}"))
  }

  @Test func `what is late or to look out for is in colour where colour is wanted`() throws {
    let columns = [
      Column(name: "bucket", kind: .text), Column(name: "due", kind: .text), Column(name: "warnings", kind: .text),
    ]
    let marks = [
      Mark("bucket", is: "overdue", tone: .late, cells: ["due"]), Mark("warnings", tone: .warning, cells: ["warnings"]),
    ]
    let rows = [["overdue", "1 May", "beware"], ["today", "2 May", nil]]
    let plain = try renderText(.table, columns, rows, options: SinkOptions(marks: marks))
    let colored = try renderText(.table, columns, rows, options: SinkOptions(color: true, marks: marks))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("overdue  \u{1B}[31m1 May\u{1B}[0m  \u{1B}[33mbeware\u{1B}[0m\n"))
    #expect(colored.hasSuffix("today    2 May  \n"))
    #expect(colored.replacing(/\u{1B}\[\d+m/, with: "") == plain)
  }

  @Test func `a text's long lines go on indented, the others stay as they are`() {
    let text = "Due\n  Fri 2026-09-25 08:01  added 3 business days (due_bd)\n\n  Due  soon\n"
    #expect(
      wrappedLines(text, to: 36)
        == "Due\n  Fri 2026-09-25 08:01 added 3\n      business days (due_bd)\n\n  Due  soon\n"
    )
  }

  @Test func `off a terminal nothing is wrapped`() throws {
    let long = String(repeating: "b", count: 500)
    #expect(try renderText(.table, texts("a"), [[long]]).contains(long))
  }

  @Test func `the heading is bold only where colour is wanted`() throws {
    #expect(try renderText(.table, texts("a"), [["x"]]).contains("\u{1B}") == false)
    let colored = try renderText(.table, texts("a"), [["x"]], options: SinkOptions(color: true))
    #expect(colored == "\u{1B}[1ma\u{1B}[0m\n\u{1B}[2m─\u{1B}[0m\nx\n")
  }

  @Test func `a name cannot steer the terminal or break the line`() throws {
    let text = try renderText(.table, texts("a", "b"), [["x\u{1B}[31m\u{202E}y\u{9B}", "1\r\n2\n3\t4"]])
    #expect(text.split(separator: "\n").last == "x\u{FFFD}[31m\u{FFFD}y\u{FFFD}  1↵2↵3 4")
  }

  @Test func `a message writes out what could steer a terminal`() {
    #expect(visible("a\u{1B}[31m\u{202E}b\nc") == "a\\u{1B}[31m\\u{202E}b\\nc")
    #expect(visible("a\u{9B}b\n\tc\r", keepingLines: true) == "a\\u{9B}b\n\tc\\r")
    #expect(visible("Łucja, 山田") == "Łucja, 山田")
  }

  @Test func `without rows the table says so`() throws {
    #expect(try renderText(.table, texts("a"), []) == "a\n─\n(no rows)\n")
  }

  @Test func `after the rows that give the widths, longer cells are still whole`() throws {
    let rows = (0..<1_500).map { ["\($0)", $0 == 1_400 ? "longer than all before" : "x"] }
    let lines = try renderText(.table, texts("a", "b"), rows).split(separator: "\n")
    #expect(lines.count == 1_502)
    #expect(lines[1_402] == "1400  longer than all before")
    #expect(lines[1_403] == "1401  x")
  }

  @Test func `moments are local to the reader's zone, which the head names`() throws {
    let columns = [Column(name: "at", kind: .moment)]
    let rows = [["2026-03-09T03:30:00Z"], ["2026-07-09T03:30:07+00:00"], ["infinity"]]
    let text = try renderText(.table, columns, rows, title: "Runs", options: SinkOptions(zone: "America/New_York"))
    #expect(text.hasPrefix("Runs (times in America/New_York)\n\n"))
    for shown in ["2026-03-08 23:30", "2026-07-08 23:30:07", "infinity"] { #expect(text.contains(shown)) }
    let csv = try renderText(.csv, columns, rows, options: SinkOptions(zone: "America/New_York"))
    #expect(csv.contains("2026-03-09T03:30:00Z"))
  }
}
