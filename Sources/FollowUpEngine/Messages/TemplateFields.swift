import Mustache

/// What a template is filled with, by name.
///
/// The library takes dictionaries too, but looks up anew, for each variable, what a type with parameters can do.
struct TemplateFields: MustacheParent {
  private let values: [String: Any]

  init(_ values: [String: Any]) { self.values = values }

  func child(named name: String) -> Any? { values[name] }
}
