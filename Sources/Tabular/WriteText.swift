/// Writes a text that is not a table to an output, as tables are: a file whole or not at all.
///
/// - Throws: a ``TabularError``: `.output` when it cannot be written, `.closedPipe` when nobody reads it any more.
public func writeText(_ text: String, to output: Output, options: SinkOptions = SinkOptions()) throws {
  let stream = try openStream(output, mode: options.mode)
  try stream.write(Array(text.utf8))
  try stream.finish()
}
