/// A `mailto:` link (RFC 6068) that opens a mail with recipient, subject and text filled in.
enum MailLink {
  /// The link; what is not an unreserved character of a URI stands as its bytes.
  static func to(_ address: String, subject: String?, text: String?) -> String {
    var fields: [String] = []
    if let subject { fields.append("subject=" + encoded(subject)) }
    if let text { fields.append("body=" + encoded(text.replacing("\n", with: "\r\n"))) }
    // The @ of the address stays readable.
    let parts = address.split(separator: "@", omittingEmptySubsequences: false).map { encoded(String($0)) }
    return "mailto:" + parts.joined(separator: "@") + (fields.isEmpty ? "" : "?" + fields.joined(separator: "&"))
  }

  /// The `tel:` link (RFC 3966) of a number as people write it; an extension is left out.
  static func telephone(_ number: String) -> String {
    let digits = number.prefix { $0 != "x" && $0 != "X" }
    let international = number.drop { $0 == " " || $0 == "(" }.hasPrefix("+")
    // (0) behind a country code is dialled only without it.
    let plain = international ? String(digits).replacing("(0)", with: "") : String(digits)
    return "tel:" + (international ? "+" : "") + plain.filter { $0.isASCII && $0.isNumber }
  }

  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = Array("0123456789ABCDEF")
        result.append("%")
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      }
    }
    return result
  }
}
