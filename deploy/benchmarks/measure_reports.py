"""What a report costs against psql with the same text: from start to exit, and a million rows as CSV."""
import csv
import io
import pathlib
import shutil
import statistics

ROWS = """SELECT
  follow_up.follow_up_id,
  follow_up.rule,
  candidate.external_id AS candidate_id,
  candidate.name,
  follow_up.occurrence,
  follow_up.party_kind,
  follow_up.anchor_at,
  follow_up.opens_at,
  follow_up.due_at,
  follow_up.expires_at,
  follow_up.done_at
FROM follow_up
JOIN candidate USING (agency_id, candidate_id)
CROSS JOIN generate_series(1, {copies}) AS copy
WHERE follow_up.agency_id = {agency}
LIMIT {rows}
"""


def start(bench, small, large):
    """From start to exit: a report against psql with the same file."""
    text = (bench.here.parent.parent / "sql/reports/overdue.sql").read_text(encoding="utf-8").rstrip()
    script = bench.scratch / "overdue.sql"
    script.write_text(f"SET jit = off;\nSET followup.agency_id = 1;\nSET TimeZone = 'UTC';\n{text};\n", encoding="utf-8")
    pairs, figures = [], {}
    for _ in range(4 * bench.options.pairs):
        ours, mine, _ = bench.program(large, "report", "overdue", "--format", "csv", agency=1)
        theirs, psqls, _ = bench.run([bench.options.psql, "-Xq", "--csv", "-d", bench.conninfo(large), "-v", "agency=1",
                                      "-v", f"as_of={bench.as_of}", "-f", script])
        pairs.append((ours, theirs))
        figures = {"rows": len(mine.splitlines()) - 1}
        bench.equal(rows_of(mine), rows_of(psqls), "rows of the report")
    bench.record("report overdue, start to exit / psql -f", statistics.median(a / b for a, b in pairs), 1.2,
                 program_ms=round(1000 * statistics.median(a for a, _ in pairs)),
                 psql_ms=round(1000 * statistics.median(b for _, b in pairs)), **figures)


def rows_of(text):
    return len(list(csv.reader(io.StringIO(text))))


def report_rows(bench, small, large):
    """A report of a million rows as a CSV file, against the same query by \\copy."""
    rows = 1000 if bench.options.smoke else 1_000_000
    with bench.connect(large) as connection:
        follow_ups = connection.execute("SELECT count(*) FROM follow_up WHERE agency_id = 1").fetchone()[0]
    values = {"copies": rows // max(follow_ups, 1) + 1, "rows": rows}
    own = bench.scratch / "own"
    (own / "reports").mkdir(parents=True, exist_ok=True)
    (own / "reports/many.sql").write_text("-- report: many\n-- summary: How long do many rows take?\n"
                                          + ROWS.format(agency=":agency", **values), encoding="utf-8")
    # In memory, so that neither waits for a disk.
    folder = pathlib.Path(bench.options.tmpfs) / "followup-bench-rows"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    query = " ".join(ROWS.format(agency=1, **values).split())
    pairs = []
    for _ in range(bench.options.pairs):
        ours, _, _ = bench.run(bench.words("report", "many", "--output", folder / "ours.csv", agency=1),
                               {**bench.environment(large), "FOLLOWUP_CATALOG_FOLDERS": str(own)})
        theirs, _, _ = bench.psql(large, "-c", "SET jit = off", "-c", "SET followup.agency_id = 1",
                                  "-c", f"\\copy ({query}) TO '{folder}/psql.csv' CSV HEADER")
        pairs.append((ours, theirs))
        with open(folder / "ours.csv", encoding="utf-8", newline="") as one, \
                open(folder / "psql.csv", encoding="utf-8", newline="") as other:
            for mine, psqls in zip(csv.reader(one), csv.reader(other), strict=True):
                bench.equal(mine[:6], psqls[:6], "rows of the report")
    bench.record(f"{rows} rows of a report as CSV / \\copy", statistics.median(a / b for a, b in pairs), 1.1,
                 program_seconds=round(statistics.median(a for a, _ in pairs), 2),
                 psql_seconds=round(statistics.median(b for _, b in pairs), 2),
                 bytes=(folder / "ours.csv").stat().st_size)
    shutil.rmtree(folder)
