import CGMime

/// GMime's start, once for the process.
enum GMimeLibrary {
  private static let started: Void = g_mime_init()
  static func start() { started }

  /// SHA-256 of a text, as 64 hexadecimal digits.
  static func digest(_ text: String) throws -> String {
    guard let digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) else { throw outOfMemory() }
    defer { g_free(digest) }
    return String(cString: digest)
  }

  /// A new object of GMime; it only ever refuses for want of memory.
  static func made<T>(_ object: T?) throws -> T {
    guard let object else { throw outOfMemory() }
    return object
  }

  private static func outOfMemory() -> MailError { .invalid("out of memory while handling a message") }
}
