import Foundation

extension Catalog {
  /// The same catalogue with the rule files of a folder: each takes the place of the rule of its name, or adds to the rules.
  ///
  /// - Returns: the catalogue, and the names of the rules that came from the folder.
  /// - Throws: ``CatalogError`` for a folder that cannot be read or holds no rule, and for the first file that is wrong.
  public func withRules(in folder: String) throws -> (catalog: Catalog, changed: [String]) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw CatalogError(
        file: folder,
        "cannot be read: \(error.localizedDescription)",
        remedy: "give a folder with rule files in it"
      )
    }
    let changed = try names.filter { $0.hasSuffix(".sql") && !$0.hasPrefix(".") }.map { name in
      let path = folder + "/" + name
      let text: String
      do {
        text = try String(contentsOfFile: path, encoding: .utf8)
      } catch {
        throw CatalogError(file: path, "cannot be read as UTF-8 text: \(error.localizedDescription)")
      }
      let file = try SQLFile(path: path, text: text, kinds: ["rule"])
      try file.refuseOtherName()
      return try Rule(file)
    }
    guard !changed.isEmpty else {
      throw CatalogError(
        file: folder,
        "contains no rule file",
        remedy: "give a folder with files such as thank_you_email.sql in it"
      )
    }
    var catalog = self
    catalog.trialRules = changed
    return (catalog, changed.map(\.name).sorted())
  }
}
