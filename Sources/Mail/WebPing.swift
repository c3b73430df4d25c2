import CCurl
import Foundation

/// Tells a watcher on the web by GET that work has begun, succeeded or failed. The URL is a secret: who knows it may tell the watcher
/// anything, so that no description, mirror or error shows it.
public actor WebPing {
  /// What is told.
  public enum Event: String, Sendable, CaseIterable {
    /// `URL/start`.
    case start
    /// The URL itself.
    case success
    /// `URL/fail`.
    case fail
  }

  private let url: Secret
  private let timeoutSeconds: Int
  private let executor = BlockingExecutor(label: "mail.ping")

  /// - Parameters:
  ///   - url: `https://host/SECRET` or `http://…`; what follows a `?` stays at the end.
  ///   - timeoutSeconds: how long one call may take in all.
  /// - Throws: `MailError.settings` when it is not a URL of this form, without repeating it.
  public init(url: String, timeoutSeconds: Int = 10) throws {
    guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme?.lowercased()),
      parts.host?.isEmpty == false, url.unicodeScalars.allSatisfy({ $0.isASCII && $0 != " " && !isControl($0) })
    else {
      throw MailError.settings("the ping URL is not of the form https://host/path: write it as the watcher gives it")
    }
    self.url = Secret(value: url)
    self.timeoutSeconds = timeoutSeconds
  }

  /// Its own thread: libcurl blocks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Calls once; the answer's text is read and thrown away.
  ///
  /// - Throws: `MailError.unreachable` when no answer came, or one that is not a success.
  public func tell(_ event: Event) throws {
    let curl = try CurlHandle()
    defer { curl.close() }
    try curl.begin(protocols: "http,https")
    try curl.set(CURLOPT_URL, WebPing.address(url.value, event))
    try curl.set(CURLOPT_USERAGENT, "followup")
    try curl.set(CURLOPT_TIMEOUT, timeoutSeconds)
    try curl.set(CURLOPT_FAILONERROR, 1)
    // A watcher that has moved, or takes https alone.
    try curl.set(CURLOPT_FOLLOWLOCATION, 1)
    try curl.set(CURLOPT_MAXREDIRS, 3)
    try curl.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    try curl.set { ccurl_set_write($0, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count } }
    let (code, words) = curl.perform()
    guard code != CURLE_OK else { return }
    throw MailError.unreachable("the ping \"\(event.rawValue)\" did not arrive: \(reason(code, words))")
  }

  /// libcurl's own words may name the URL or a part of it, so only an answer's number is taken from them.
  private func reason(_ code: CURLcode, _ words: String) -> String {
    switch code {
    case CURLE_OPERATION_TIMEDOUT:
      "no answer within \(timeoutSeconds) s: check the network, and whether the watcher is up"
    case CURLE_COULDNT_RESOLVE_HOST: "the host name is not known: check its spelling and the name service"
    case CURLE_COULDNT_CONNECT: "no connection: check that the watcher is up, and the firewall"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: "the watcher's certificate is not trusted"
    case CURLE_HTTP_RETURNED_ERROR:
      "the watcher answered \(words.firstMatch(of: /\d{3}$/).map { String($0.output) } ?? "with an error"): check the URL"
    default: String(cString: curl_easy_strerror(code))
    }
  }

  /// The URL for an event.
  static func address(_ url: String, _ event: Event) -> String {
    guard event != .success else { return url }
    let (place, rest) = url.firstIndex { $0 == "?" || $0 == "#" }.map { (url[..<$0], url[$0...]) } ?? (url[...], "")
    return "\(place)\(place.hasSuffix("/") ? "" : "/")\(event.rawValue)\(rest)"
  }
}
