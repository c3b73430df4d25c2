/// Lends C strings for the time of one call; nil becomes NULL. The strings live in one buffer, and no pointer outlives the call.
func withTexts<R>(_ texts: [String?], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) throws -> R) rethrows -> R {
  var characters: [CChar] = []
  let offsets = texts.map { text -> Int? in
    guard let text else { return nil }
    let offset = characters.count
    for byte in text.utf8 { characters.append(CChar(bitPattern: byte)) }
    characters.append(0)
    return offset
  }
  return try characters.withUnsafeBufferPointer { buffer in
    let pointers = offsets.map { offset in offset.flatMap { place in buffer.baseAddress.map { $0 + place } } }
    return try pointers.withUnsafeBufferPointer(body)
  }
}
