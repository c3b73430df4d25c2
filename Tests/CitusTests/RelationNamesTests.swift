import Testing

@testable import Citus

@Suite("Subselects in the place of relations")
struct RelationNamesTests {
  private let names = RelationNames([
    "touch": "(SELECT * FROM touch WHERE agency_id = 7)",
    "client": "(SELECT * FROM client WHERE agency_id = 7)",
    "client_response": "( SELECT t.at FROM (touch t JOIN client USING (agency_id)))",
  ])

  @Test(
    "stand where a table is read, under the table's name or the alias it has",
    arguments: [
      ("SELECT FROM touch", "SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) AS touch"),
      ("SELECT FROM touch AS t", "SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) AS t"),
      ("SELECT FROM touch t", "SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) t"),
      (
        "SELECT FROM a -- as it is\nLEFT JOIN touch ON true",
        "SELECT FROM a -- as it is\nLEFT JOIN (SELECT * FROM touch WHERE agency_id = 7) AS touch ON true"
      ),
      (
        "DELETE FROM a WHERE EXISTS (SELECT FROM touch)",
        "DELETE FROM a WHERE EXISTS (SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) AS touch)"
      ),
      (
        "SELECT FROM a CROSS JOIN LATERAL (SELECT FROM touch ORDER BY at) AS last",
        "SELECT FROM a CROSS JOIN LATERAL (SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) AS touch ORDER BY at) AS last"
      ),
      (
        "SELECT extract(epoch FROM (SELECT at FROM touch))",
        "SELECT extract(epoch FROM (SELECT at FROM (SELECT * FROM touch WHERE agency_id = 7) AS touch))"
      ),
      (
        "WITH a AS NOT MATERIALIZED (SELECT FROM touch) SELECT FROM a JOIN client USING (agency_id)",
        "WITH a AS NOT MATERIALIZED (SELECT FROM (SELECT * FROM touch WHERE agency_id = 7) AS touch) "
          + "SELECT FROM a JOIN (SELECT * FROM client WHERE agency_id = 7) AS client USING (agency_id)"
      ),
    ]
  )
  func read(sql: String, wanted: String) {
    #expect(names.replaced(in: sql) == wanted)
  }

  @Test("stand in a view as well")
  func view() {
    #expect(
      names.replaced(in: "SELECT FROM client_response")
        == """
        SELECT FROM ( SELECT t.at FROM ((SELECT * FROM touch WHERE agency_id = 7) t \
        JOIN (SELECT * FROM client WHERE agency_id = 7) AS client USING (agency_id))) AS client_response
        """
    )
  }

  @Test(
    "leave alone what is written to, locked, said in a string, or named by the statement itself",
    arguments: [
      "DELETE FROM touch WHERE agency_id = 7",
      "INSERT INTO touch (agency_id) VALUES (7)",
      "UPDATE touch SET note = 'FROM touch'",
      "SELECT FROM touch WHERE agency_id = 7 FOR NO KEY UPDATE",
      "WITH touch AS MATERIALIZED (SELECT 1) SELECT FROM touch",
      "SELECT a IS DISTINCT FROM touch",
      "SELECT extract(epoch FROM touch.at) FROM other",
      "SELECT extract(epoch FROM touch), substring(a FROM touch), trim(BOTH FROM touch), trim(BOTH 'x' FROM client)",
      "SELECT FROM a, touch WHERE touch.agency_id = 7",
      #"SELECT FROM "touch" WHERE agency_id = 7"#,
      "SELECT FROM other.touch",
      "SELECT 'it''s FROM touch', E'\\' FROM touch', \"FROM touch\" -- FROM touch\n",
      "SELECT $$FROM touch$$ /* FROM touch */",
    ]
  )
  func leftAlone(sql: String) {
    #expect(names.replaced(in: sql) == sql)
  }
}
