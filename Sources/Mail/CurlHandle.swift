import CCurl

/// One handle of libcurl with its warm connection. Not shared: it belongs to the actor that made it.
final class CurlHandle {
  private static let started: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private let handle: UnsafeMutableRawPointer
  private var isOpen = true
  private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init() throws {
    guard Self.started == CURLE_OK, let handle = curl_easy_init() else {
      throw MailError.unreachable("libcurl could not be started: out of memory?")
    }
    self.handle = handle
  }

  deinit {
    close()
    errorBuffer.deallocate()
  }

  /// Ends the connection. Whoever gave it callbacks calls this while what they use is still there.
  func close() {
    guard isOpen else { return }
    isOpen = false
    ccurl_cleanup(handle)
  }

  /// Starts from the defaults; the connection stays.
  func begin(protocols: String) throws {
    curl_easy_reset(handle)
    try set(CURLOPT_PROTOCOLS_STR, protocols)
    try set(CURLOPT_NOSIGNAL, 1)
    try check(ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorBuffer))
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
  }

  /// Starts from the defaults, with what is the same for every operation at that server; the connection stays.
  func configure(_ server: MailServer, protocols: String) throws {
    try begin(protocols: protocols)
    try set(CURLOPT_PROXY, "")  // the environment's web proxies are not meant
    try set(CURLOPT_USE_SSL, server.tls == .required ? 3 : server.tls == .opportunistic ? 1 : 0)
    try set(CURLOPT_SSL_VERIFYPEER, server.verifies ? 1 : 0)
    try set(CURLOPT_SSL_VERIFYHOST, server.verifies ? 2 : 0)
    if let file = server.caFile { try set(CURLOPT_CAINFO, file) }
    if let user = server.user, let password = server.password {
      try set(CURLOPT_USERNAME, user)
      try set(server.authentication == .xoauth2 ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, password.value)
      if server.authentication != .auto {
        try set(CURLOPT_LOGIN_OPTIONS, "AUTH=\(server.authentication.mechanism)")
      }
    }
    try set(CURLOPT_CONNECTTIMEOUT, server.timeoutSeconds)
    try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.timeoutSeconds)
    // A server that gives or takes a message slower than this has stopped doing so.
    try set(CURLOPT_LOW_SPEED_LIMIT, 10)
    try set(CURLOPT_LOW_SPEED_TIME, server.timeoutSeconds + 1)
    // A connection that lay longer than servers keep one is not tried again.
    try set(CURLOPT_MAXAGE_CONN, 240)
  }

  /// Does what was set; how it ended, and libcurl's own words for it.
  func perform() -> (code: CURLcode, words: String) {
    errorBuffer.pointee = 0
    let code = ccurl_perform(handle)
    let said = String(cString: errorBuffer)
    return (code, said.isEmpty ? String(cString: curl_easy_strerror(code)) : said)
  }

  func set(_ option: CURLoption, _ value: Int) throws { try check(ccurl_set_long(handle, option, value)) }
  func set(_ option: CURLoption, _ value: String) throws { try check(ccurl_set_string(handle, option, value)) }

  /// Sets an option by one of the shim's functions for callbacks, lists and pointers.
  func set(_ setting: (UnsafeMutableRawPointer) -> CURLcode) throws { try check(setting(handle)) }

  private func check(_ code: CURLcode) throws {
    guard code == CURLE_OK else {
      throw MailError.unreachable("libcurl refuses a setting: \(String(cString: curl_easy_strerror(code)))")
    }
  }
}
