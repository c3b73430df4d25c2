import Foundation
import PracticeModel

do {
  print(try CommandLineEntry.run(Array(CommandLine.arguments.dropFirst())), terminator: "")
} catch {
  FileHandle.standardError.write(Data("practice-model: \(error)\n".utf8))
  exit(1)
}
