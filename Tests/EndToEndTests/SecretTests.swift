import Foundation
import TestSupport
import Testing

@Suite("What may be a secret is repeated in no message")
struct SecretTests {
  @Test(
    "A URL or connection string that is written wrongly",
    arguments: [
      ("DATABASE", "postgresql://u:hunter2/x@127.0.0.1/db"), ("DATABASE", "postgresql://u:a@hunter2@127.0.0.1:1/db"),
      ("DATABASE", "postgresql://u:a?hunter2@127.0.0.1:1/db"), ("DATABASE", "postgres://u:hunter2@127.0.0.1:1/d b"),
      ("DATABASE", "postgresql://u:hunter2%zz@127.0.0.1:1/db"), ("DATABASE", "mysql://u:hunter2@127.0.0.1/db"),
      ("DATABASE", "host=127.0.0.1 port=1 password=a hunter2=b"), ("DATABASE", "host=127.0.0.1 port=hunter2"),
      ("DATABASE", "host=127.0.0.1 port=1 password=a hunter2"), ("DATABASE", "host=127.0.0.1 port=1 sslmode=hunter2"),
      ("MAIL", "smtp://u:hunter2/x@127.0.0.1"), ("MAIL", "smtp://u:25/hunter2@127.0.0.1"),
      ("MAIL", "smtp://127.0.0.1:25/#hunter2"), ("MAIL", "smtp://u:hunter2@127.0.0.1"),
      ("MAIL", "https://u:hunter2@127.0.0.1"),
    ]
  )
  func urls(key: String, url: String) throws {
    var environment = [
      "FOLLOWUP_DATABASE_URL": "host=127.0.0.1 port=1", "FOLLOWUP_MAIL_FROM": "followup@agency.example",
    ]
    environment["FOLLOWUP_\(key)_URL"] = url
    let program = Program(folder: try temporaryFolder(), environment: environment)

    for command in ["plan", "doctor", "nudge"] {
      let result = try program.run(command)
      #expect([1, 69, 78].contains(result.status), "\(result)")
      #expect(!(result.output + result.errors).contains("hunter2"), "\(result)")
    }
  }

  @Test(
    "A line of followup.yaml that cannot be read",
    arguments: [
      "mail:\n  url: \"smtp://u:hunter2@h\n", "database: url: postgresql://u:hunter2@h\n", "smtp://u:hunter2@h: x\n",
      "mail: {url: [smtp://u:hunter2@h\n", "\tpassword: hunter2\n", "mail:\n  password: hunter2\n",
      "mail:\n  maildir: m\n  url: &hunter2 *hunter3\n", "mail:\n  'hunter2 !': x\n  'hunter2 !': y\n", "hunter2\n",
      "mail:\n  url: smtp://h\n  from: a@b.example\n  user: u\n  password_file: hunter2\n",
    ]
  )
  func lines(text: String) throws {
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": "host=127.0.0.1 port=1"]
    )
    try text.write(toFile: program.folder + "/followup.yaml", atomically: true, encoding: .utf8)

    let result = try program.run("nudge")

    #expect(result.status == 78, "\(result)")
    #expect(!(result.output + result.errors).contains("hunter"), "\(result)")
  }
}
