import Foundation

/// A password: usable, not printable.
struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
  let value: String
  var description: String { "(hidden)" }
  var customMirror: Mirror { Mirror(self, children: [:]) }

  /// A text from outside with the password taken out of it, plain or in base64, should a server repeat what it was told.
  func removed(from text: String) -> String {
    text.replacing(value, with: "(hidden)").replacing(Data(value.utf8).base64EncodedString(), with: "(hidden)")
  }
}
