import Foundation

/// The text that bytes are in a character set, by its name as mails and address cards write it; nil: that set is not known, or the bytes are not text in it.
public func text(_ bytes: [UInt8], charset: String) -> String? {
  let name = charset.uppercased()
  if ["UTF-8", "UTF8"].contains(name) { return String(validating: bytes, as: UTF8.self) }
  // What else could stand here are the library's own switches.
  guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || "-_.:".utf8.contains($0) }),
    let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1)
  else { return nil }
  defer { iconv_close(converter) }
  // No character set has characters of less than a byte, and none in UTF-8 has more than four.
  var output = [CChar](repeating: 0, count: bytes.count * 4 + 4)
  var input = bytes.map { CChar(bitPattern: $0) }
  let rest = output.withUnsafeMutableBufferPointer { output in
    input.withUnsafeMutableBufferPointer { input -> Int? in
      var (from, to) = (input.baseAddress, output.baseAddress)
      var (left, room) = (input.count, output.count)
      guard iconv(converter, &from, &left, &to, &room) != -1, left == 0 else { return nil }
      guard iconv(converter, nil, nil, &to, &room) != -1 else { return nil }
      return room
    }
  }
  guard let rest else { return nil }
  return String(validating: output.prefix(output.count - rest).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
