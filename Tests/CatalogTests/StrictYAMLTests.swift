import Testing

@testable import Catalog

@Suite("YAML, read strictly")
struct StrictYAMLTests {
  @Test("Unknown keys are refused with file and line")
  func unknown() throws {
    let yaml = try StrictYAML(text: "summary: x\ncolor: red\n", file: "jobs/x.yaml")

    let error = #expect(throws: CatalogError.self) { try yaml.allow(["summary"]) }
    #expect(error?.description == "jobs/x.yaml:2: unknown key color; use one of: summary")
  }

  @Test("A key that stands twice is refused")
  func twice() {
    let error = #expect(throws: CatalogError.self) { try StrictYAML(text: "a: 1\na: 2\n", file: "x.yaml") }
    #expect(error?.file == "x.yaml")
  }

  @Test("Broken YAML is refused with its line")
  func broken() {
    let error = #expect(throws: CatalogError.self) { try StrictYAML(text: "a: 1\nb: [\n", file: "x.yaml") }
    #expect(error?.line != nil)
  }

  @Test("A colon in a value is refused with what to do")
  func colon() {
    let error = #expect(throws: CatalogError.self) { try StrictYAML(text: "a: 1\nname: x: y\n", file: "x.yaml") }
    #expect(error?.line == 2)
    #expect(error?.remedy == "put a value that has a colon and a blank in it between quotes")
  }

  @Test("Lists of words may be written as one word")
  func words() throws {
    let yaml = try StrictYAML(text: "format: csv\nsteps:\n  - do: plan\n  - do: nudge\n", file: "x.yaml")

    #expect(try yaml.strings("format") == ["csv"])
    #expect(try yaml.mappings("steps").map { try $0.required("do") } == ["plan", "nudge"])
    #expect(try yaml.strings("absent").isEmpty)
  }
}
