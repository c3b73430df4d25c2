/// Lends C strings for the time of one call; nil becomes NULL. The strings live in one buffer, and no pointer outlives the call.
func withTexts<R>(_ texts: [String?], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) throws -> R) rethrows -> R {
  var characters: [UInt8] = []
  let offsets = texts.map { text -> Int? in
    guard let text else { return nil }
    let offset = characters.count
    characters.append(contentsOf: text.utf8)
    characters.append(0)
    return offset
  }
  return try characters.withUnsafeBytes { buffer in
    let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
    let pointers = offsets.map { offset in offset.flatMap { place in start.map { $0 + place } } }
    return try pointers.withUnsafeBufferPointer(body)
  }
}
