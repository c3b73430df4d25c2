import TestSupport
import Testing

@Suite("Working dates from the plan's list are those that are counted")
struct BusinessDateTests {
  /// How many answers differ between a practice with a list of working dates, without those that are left out, and one without a list; for all
  /// dates and distances within the list, at its ends and beyond them.
  private static func differing(leftOut: String) -> String {
    """
    WITH listed AS (
      SELECT
        practice AS plain,
        jsonb_populate_record(
          practice,
          jsonb_build_object(
            'working_dates',
            (
              SELECT jsonb_agg(day::date ORDER BY day)
              FROM generate_series('2026-11-02'::timestamp, '2026-12-30', '1 day') AS day
              WHERE is_working_date(day::date, practice)
                AND day::date <> ALL ('{\(leftOut)}'::date[])
            )
          )
        ) AS listed
      FROM practice
    )
    SELECT count(*)
    FROM listed
    CROSS JOIN generate_series('2026-10-15'::timestamp, '2027-01-20', '1 day') AS day
    CROSS JOIN generate_series(-12, 12) AS n
    WHERE business_date(day::date, n, listed)
        <> nth_working_date(day::date, n, (plain).working_days, (plain).holidays)
      OR is_working_date(day::date, listed) <> is_working_date(day::date, plain)
      OR business_date(day::date, n, listed) IS NULL
    """
  }

  @Test("Whatever the working week and the holidays", arguments: ["mon,tue,wed,thu,fri", "sun,mon,wed", "sat"])
  func same(week: String) async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    try await agency.sql(
      """
      INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'working_days', '\(week)');
      INSERT INTO holiday (agency_id, holiday_on, name)
      SELECT :agency, day, 'closed' FROM unnest('{2026-11-02,2026-11-26,2026-12-25,2026-12-30,2027-01-01}'::date[]) AS day
      """
    )

    #expect(try await agency.value(Self.differing(leftOut: "")) == "0")
  }

  @Test("The list is what counts where there is one")
  func used() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")

    #expect(try await agency.value(Self.differing(leftOut: "2026-11-25")) != "0")
  }
}
