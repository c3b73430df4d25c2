import CGLib

/// Reads a part of a workbook with GLib's parser, element by element; prefixes of names are left off.
final class XMLEvents {
  private var starts: (String, [String: String]) -> Void
  private var ends: (String) -> Void
  private var texts: (String) -> Void

  init(
    starts: @escaping (String, [String: String]) -> Void,
    ends: @escaping (String) -> Void,
    texts: @escaping (String) -> Void
  ) {
    self.starts = starts
    self.ends = ends
    self.texts = texts
  }

  /// Reads it all; false: it is not XML.
  func read(_ bytes: [UInt8]) -> Bool {
    var parser = GMarkupParser()
    parser.start_element = { _, name, names, values, data, _ in
      guard let name, let data else { return }
      var attributes: [String: String] = [:]
      var place = 0
      while let key = names?[place], let value = values?[place] {
        attributes[local(key)] = String(cString: value)
        place += 1
      }
      Unmanaged<XMLEvents>.fromOpaque(data).takeUnretainedValue().starts(local(name), attributes)
    }
    parser.end_element = { _, name, data, _ in
      guard let name, let data else { return }
      Unmanaged<XMLEvents>.fromOpaque(data).takeUnretainedValue().ends(local(name))
    }
    parser.text = { _, text, length, data, _ in
      guard let text, let data else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
      Unmanaged<XMLEvents>.fromOpaque(data).takeUnretainedValue().texts(String(decoding: bytes, as: UTF8.self))
    }
    // GLib knows no byte order mark.
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    return withUnsafePointer(to: parser) { parser in
      let flags = GMarkupParseFlags(rawValue: G_MARKUP_TREAT_CDATA_AS_TEXT.rawValue)
      let context = g_markup_parse_context_new(parser, flags, Unmanaged.passUnretained(self).toOpaque(), nil)
      defer { g_markup_parse_context_free(context) }
      return text.withUnsafeBytes { text in
        g_markup_parse_context_parse(context, text.bindMemory(to: CChar.self).baseAddress, text.count, nil) != 0
          && g_markup_parse_context_end_parse(context, nil) != 0
      }
    }
  }
}

private func local(_ name: UnsafePointer<CChar>) -> String {
  let whole = String(cString: name)
  return whole.split(separator: ":").last.map(String.init) ?? whole
}
