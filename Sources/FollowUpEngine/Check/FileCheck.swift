public import Catalog

/// The files of sql/ and jobs/, each read by itself and without a database.
public struct FileCheck: Sendable {
  /// One for each file that is not described by the server as well, and one for each that cannot be read.
  public let findings: [CatalogCheck.Finding]
  /// The catalogue without what cannot be read.
  public let sound: Catalog

  /// Reads them all.
  public init(_ catalog: Catalog) throws {
    let faults = try catalog.faults()
    sound = catalog.passingOver(faults.compactMap(\.file))
    let home = catalog.home
    findings =
      try faults.map(CatalogCheck.Finding.init)
      + Job.names(home: home).map { name in
        try FileCheck.read("jobs/\(name).yaml") { _ = try Job.read(name, catalog: catalog) }
      }
      + ImportMapping.names(home: home).map { name in
        try FileCheck.read("jobs/imports/\(name).yaml") { _ = try ImportMapping.read(name, home: home) }
      }
      + [FileCheck.read(ImportWords.path) { _ = try ImportWords.read(home: home) }]
      + catalog.exampleFiles.map { path in try FileCheck.read(path) { try catalog.readExamples(path) } }
      + Templates.Kind.allCases.flatMap { kind in
        try Templates.names(kind, home: home).map { name in
          try FileCheck.read(Templates.path(name, kind)) {
            var templates = Templates(home: home)
            _ = try templates.template(name, kind)
          }
        }
      }
      + FileCheck.missingDrafts(of: sound) + FileCheck.ownMessages(of: sound)
  }

  private static func ownMessages(of catalog: Catalog) throws -> [CatalogCheck.Finding] {
    let known = Set(try Templates.names(.messages, home: catalog.home) + catalog.rules.compactMap(\.template))
    return try Templates.own(home: catalog.home).map { path in
      try read(path) { try Templates.check(own: path, home: catalog.home, known: known) }
    }
  }

  /// A rule that names a draft which does not exist would be on lists without words to say.
  private static func missingDrafts(of catalog: Catalog) throws -> [CatalogCheck.Finding] {
    try catalog.rules.compactMap { rule in
      guard let name = rule.template, !Templates(home: catalog.home).hasMessage(name) else { return nil }
      return CatalogCheck.Finding(
        file: rule.file.path,
        fault: "names the template \(name), but the file \(Templates.path(name, .messages)) does not exist",
        remedy: "write that file, or take the line out"
      )
    }
  }

  /// What is wrong, a line a file.
  public var faults: [CatalogCheck.Finding] { findings.filter { $0.fault != nil } }

  private static func read(_ file: String, _ read: () throws -> Void) throws -> CatalogCheck.Finding {
    do {
      try read()
      return CatalogCheck.Finding(file: file, fault: nil, remedy: nil)
    } catch let error as CatalogError {
      return CatalogCheck.Finding(error)
    }
  }
}

extension CatalogCheck.Finding {
  /// What is wrong with a file that cannot be read.
  init(_ error: CatalogError) {
    let place = error.file.map { file in error.line.map { "\(file):\($0)" } ?? file }
    self.init(file: place ?? "sql/ and jobs/", fault: error.what, remedy: error.remedy)
  }
}
