import FollowUpEngine
import Mail
import TestSupport
import Testing

@Suite("Whom a recruiter's mail names")
struct NudgeContactTests {
  @Test("The phone and address below a follow-up are those of whom it names: the candidate to remind, else the party")
  func contact() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T15:00:00-05:00")
    try await Story.owe(agency, [Story.thankYous[0], Story.candidateCheckIn(), Story.checkIn()])
    let channel = ScriptedChannel()

    _ = try await agency.nudge(channel)

    let texts = await channel.taken.map(\.text)
    let jane = try #require(texts.first { $0.contains("Hello Jane Doe") })
    #expect(jane.contains("\n  Zoë Müller, +1 646 555 0102, zoe@mail.example\n"))
    #expect(!jane.contains("+1 212 555 0101"))
    let bob = try #require(texts.first { $0.contains("Hello Bob Roe") })
    #expect(bob.contains("\n  Max Low, Data Engineer at Acme\n  Ana Ruiz, +1 212 555 0101, ana@acme.example\n"))
  }

  @Test("A placeholder for a number or an address is not passed off as one, in a mail and in a list")
  func placeholders() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T15:00:00-05:00")
    try await agency.sql(
      """
      UPDATE candidate SET phone = '000-000', email = 'n/a' WHERE agency_id = :agency AND candidate_id = 1;
      UPDATE contact SET phone = 'unknown' WHERE agency_id = :agency AND contact_id = 1;
      DELETE FROM plan_queue WHERE agency_id = :agency;
      """
    )
    try await Story.owe(agency, [Story.thankYous[0], Story.candidateCheckIn(), Story.checkIn()])
    let channel = ScriptedChannel()

    _ = try await agency.nudge(channel)

    let texts = await channel.taken.map(\.text)
    let jane = try #require(texts.first { $0.contains("Hello Jane Doe") })
    #expect(jane.contains("Remind Zoë Müller to thank"))
    #expect(!jane.contains("000-000"))
    #expect(!jane.contains("n/a"))
    let bob = try #require(texts.first { $0.contains("Hello Bob Roe") })
    #expect(bob.contains("\n  Ana Ruiz, ana@acme.example\n"))
    let list = try await Story.list(agency, "Jane Doe")
    #expect(list.contains { $0["action"]?.hasPrefix("Remind Zoë Müller to thank") == true }, "\(list)")
    #expect(list.contains { $0["warnings"]?.contains("no telephone number on file") == true }, "\(list)")
  }
}
