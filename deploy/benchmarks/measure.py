#!/usr/bin/python3
"""Measures the program against what it is to be measured by, in pairs, on databases made by generate.sql.

deploy/bench runs this; see there. Every measurement compares what the two sides wrote before it says how long they took.
"""
import argparse
import concurrent.futures
import csv
import filecmp
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import psycopg

import measure_lists
import measure_new
import measure_reports

HERE = pathlib.Path(__file__).resolve().parent
AS_OF = "2026-11-20T05:30:00-05:00"


class Failure(Exception):
    """The two sides of a measurement do not agree, or a command failed; the times mean nothing then."""


class Bench:
    here = HERE
    as_of = AS_OF

    def __init__(self, options):
        self.options = options
        self.scratch = pathlib.Path(options.scratch)
        self.results = []
        # Of every change another number, also in a database that was kept from an earlier run.
        self.round = int(time.time())

    # Databases

    def conninfo(self, database):
        return f"{self.options.server} dbname={database}"

    def connect(self, database, agency=1):
        connection = psycopg.connect(self.conninfo(database), autocommit=True)
        connection.execute(f"SET followup.agency_id = {agency}")
        return connection

    def psql(self, database, *arguments, **values):
        variables = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
        return self.run([self.options.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(database), *variables,
                         *arguments])

    def database(self, scale, day, agencies=None, home=None, biggest=1):
        """A database of that size, planned; made once, and marked when it is whole."""
        agencies = agencies or self.options.agencies
        name = f"bench_{day}_{scale}_{agencies}" + (f"_{biggest}" if biggest > 1 else "") + ("_subset" if home else "")
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as server:
            row = server.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                                 [name]).fetchone()
            if row and row[0] == "whole":
                return name
            if row:
                server.execute(f"DROP DATABASE {name}")
            server.execute(f"CREATE DATABASE {name}")
        began = time.monotonic()
        self.program(name, "migrate", home=home)
        self.psql(name, "-f", HERE / "generate.sql", scale=scale, day=day, agencies=agencies, biggest=biggest,
                  recruiters=self.options.recruiters, as_of=AS_OF)
        generated = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda a: self.program(name, "plan", "--full", agency=a, home=home), range(1, agencies + 1)))
        self.psql(name, "-c", "VACUUM (ANALYZE)", "-c", "CHECKPOINT")
        self.psql("postgres", "-c", f"COMMENT ON DATABASE {name} IS 'whole'")
        self.say(f"made {name}: facts in {generated - began:.0f} s, plan in {time.monotonic() - generated:.0f} s")
        return name

    def change(self, database, candidates):
        """A day's facts for that many candidates of all agencies."""
        self.round += 1
        self.psql(database, "-f", HERE / "change.sql", candidates=candidates, round=self.round, as_of=AS_OF)

    def forget_runs(self, database):
        """So that the night of that day is run once more."""
        with self.connect(database) as connection:
            for agency in range(1, self.options.agencies + 1):
                connection.execute(f"SET followup.agency_id = {agency}")
                connection.execute(f"DELETE FROM job_run WHERE agency_id = {agency}")

    # Commands

    def run(self, words, environment=None, output=None):
        """Runs a command; its seconds, peak memory in KiB and output."""
        words = [str(word) for word in words]
        began = time.monotonic()
        with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output or subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, **(environment or {})}, cwd=self.scratch) as process:
            text, errors = process.communicate() if output is None else (b"", process.stderr.read())
            _, status, usage = os.wait4(process.pid, 0) if process.returncode is None else (0, None, None)
            code = process.returncode if status is None else os.waitstatus_to_exitcode(status)
            process.returncode = code
        seconds = time.monotonic() - began
        if code != 0:
            raise Failure(f"{' '.join(words)}\nended with {code}:\n{errors.decode()[-2000:]}")
        return seconds, text.decode(), usage.ru_maxrss if usage else None

    def environment(self, database, home=None):
        return {
            "FOLLOWUP_DATABASE_URL": self.conninfo(database),
            "FOLLOWUP_HOME": str(home or HERE.parent.parent),
            "FOLLOWUP_MAIL_MAILDIR": str(self.scratch / "mail"),
            "PGTZ": "UTC",
        }

    def words(self, *arguments, agency=None, as_of=AS_OF):
        chosen = ["--agency", f"Agency {agency}"] if agency else []
        moment = [] if arguments[0] in ("migrate", "agency", "rules") else ["--as-of", as_of]
        return [self.options.program, *arguments, *chosen, *moment]

    def program(self, database, *arguments, agency=None, as_of=AS_OF, home=None):
        return self.run(self.words(*arguments, agency=agency, as_of=as_of), self.environment(database, home))

    def peak(self, database, *arguments, **choices):
        """Peak memory of a command in KiB, as the kernel counts it for the process."""
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            process = subprocess.Popen([str(word) for word in self.words(*arguments, **choices)], stdin=subprocess.DEVNULL,
                                       stdout=nothing, stderr=nothing, cwd=self.scratch,
                                       env={**os.environ, **self.environment(database)})
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise Failure(f"followup {' '.join(map(str, arguments))} ended with {process.returncode}")
        return usage.ru_maxrss

    # Results

    @staticmethod
    def equal(one, other, what):
        equal(one, other, what)

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def record(self, name, ratio, bar, unit="ratio", **figures):
        holds = ratio >= bar if unit == "at least" else ratio <= bar
        self.results.append({"measurement": name, "value": round(ratio, 3), "bar": bar,
                             "sense": "at least" if unit == "at least" else "at most", "holds": holds, **figures})
        self.say(f"{name}: {ratio:.2f} (bar {bar}) {figures}")


def equal(one, other, what):
    if one != other:
        raise Failure(f"{what} differ: {str(one)[:300]} | {str(other)[:300]}")


def median_ratio(pairs):
    return statistics.median(a / b for a, b in pairs)


FOLLOW_UP = """rule, agency_id, candidate_id, application_id, interview_id, contact_id, reference_id, occurrence, party_kind,
  party_id, recruiter_id, anchor_at, asked_from, asked_until, until_reason, opens_at, due_at, expires_at, done_at, remark,
  withdrawn"""


# The measurements. Each gets the bench and the databases of scale 1 and 10.

def night(bench, small, large):
    """A whole night after the same changes at both scales, agency by agency in turns; of two such nights the second counts.

    In the first the caches get what nights read. The small database lies in them as a whole from the start.
    """
    for turn in ("first", "second"):
        for database in (small, large):
            bench.change(database, bench.options.candidates)
            bench.forget_runs(database)
        times = {small: [], large: []}
        folders = {}
        for agency in range(1, bench.options.nights + 1):
            for database in (small, large):
                folders[database] = bench.scratch / "night" / turn / database / str(agency)
                seconds, _, _ = bench.program(database, "run", "nightly", "--out", folders[database], agency=agency)
                times[database].append(seconds)
            lists = [sorted(row for path in (folders[database] / AS_OF[:10]).rglob("overdue.csv") for row in without_ids(path))
                     for database in (small, large)]
            equal(lists[0], lists[1], f"what is overdue at agency {agency}")
    bench.record("night, scale 10 / scale 1", sum(times[large]) / sum(times[small]), 1.15,
                 seconds_10=round(sum(times[large]), 1), seconds_1=round(sum(times[small]), 1),
                 median_of_agencies=round(median_ratio(zip(times[large], times[small])), 3))


def without_ids(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [[value for name, value in row.items() if name != "follow_up_id"] for row in csv.DictReader(file)]


def incremental(bench, small, large):
    """The plan of what changed, against writing the rows that it wrote, known beforehand, by one upsert."""
    bench.change(large, bench.options.candidates)
    pairs, rows, candidates, wal = [], 0, 0, [0, 0]
    for agency in range(1, bench.options.pairs + 1):
        with bench.connect(large, agency) as connection:
            run = connection.execute
            run("DROP TABLE IF EXISTS bench_before, bench_written, bench_changed")
            run(f"""CREATE TABLE bench_changed AS SELECT DISTINCT candidate_id FROM plan_queue WHERE agency_id = {agency}""")
            run(f"""CREATE TABLE bench_before AS SELECT follow_up_id, {FOLLOW_UP} FROM follow_up
                    JOIN bench_changed USING (candidate_id) WHERE agency_id = {agency}""")
            lsn = run("SELECT pg_current_wal_insert_lsn()").fetchone()[0]
            planning, _, _ = bench.program(large, "plan", agency=agency)
            wal[0] += run("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)", [lsn]).fetchone()[0]
            after = f"SELECT follow_up_id, {FOLLOW_UP} FROM follow_up JOIN bench_changed USING (candidate_id) WHERE agency_id = {agency}"
            run(f"CREATE TABLE bench_written AS {after} EXCEPT SELECT * FROM bench_before")
            count = run("SELECT count(*) FROM bench_written").fetchone()[0]
            candidates += run("SELECT count(*) FROM bench_changed").fetchone()[0]
            planned = digest(run, after)
            run(f"DELETE FROM follow_up USING bench_written AS w WHERE follow_up.agency_id = {agency} "
                "AND follow_up.candidate_id = w.candidate_id AND follow_up.follow_up_id = w.follow_up_id")
            run(f"""INSERT INTO follow_up (follow_up_id, {FOLLOW_UP}) OVERRIDING SYSTEM VALUE
                    SELECT follow_up_id, {FOLLOW_UP} FROM bench_before
                    WHERE follow_up_id IN (SELECT follow_up_id FROM bench_written)""")
            run("VACUUM follow_up")
            names = [name.strip() for name in FOLLOW_UP.split(",")]
            sets = ", ".join(f"{name} = excluded.{name}" for name in names[8:])
            lsn = run("SELECT pg_current_wal_insert_lsn()").fetchone()[0]
            writing, _, _ = bench.psql(large, "-c", f"""INSERT INTO follow_up (follow_up_id, {FOLLOW_UP}) OVERRIDING SYSTEM VALUE
                SELECT follow_up_id, {FOLLOW_UP} FROM bench_written
                ON CONFLICT ON CONSTRAINT follow_up_is_asked_once DO UPDATE SET {sets}""")
            wal[1] += run("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)", [lsn]).fetchone()[0]
            equal(planned, digest(run, after), "the plan and what was written")
            run("DROP TABLE bench_before, bench_written, bench_changed")
        if not count:
            raise Failure("the change changed no follow-up")
        pairs.append((planning, writing))
        rows += count
    bench.record("incremental plan / writing the same rows", sum(a for a, _ in pairs) / sum(b for _, b in pairs), 4,
                 plan_seconds=round(sum(a for a, _ in pairs), 3), write_seconds=round(sum(b for _, b in pairs), 3),
                 candidates=candidates, rows_written=rows, wal_plan_bytes=int(wal[0]), wal_write_bytes=int(wal[1]))


def digest(run, query):
    """Of the rows, independent of their new ids."""
    return run(f"SELECT count(*), sum(hashtextextended(({FOLLOW_UP})::text, 0)) FROM ({query}) AS rows".replace(
        f"({FOLLOW_UP})", f"ROW({FOLLOW_UP})")).fetchone()


def no_change(bench, small, large):
    for agency in range(1, bench.options.agencies + 1):
        bench.program(large, "plan", agency=agency)
    with bench.connect(large) as connection:
        lsn = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()[0]
        times = []
        for _ in range(4 * bench.options.pairs):
            seconds, text, _ = bench.program(large, "plan", agency=1)
            equal(text.strip(), "rule,added,changed,withdrawn", "the plan without a change")
            times.append(seconds)
        written = connection.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)", [lsn]).fetchone()[0]
    bench.record("plan without a change, ms from start to exit", 1000 * statistics.median(times), 50,
                 wal_bytes_each=int(written) // len(times), rows_written=0)


PASSES = {
    # Every row of every fact table once, in the candidates' order.
    "each row once": """
        SELECT candidate.agency_id, candidate.candidate_id, application.stage, interview.ends_at, attendee.contact_id
        FROM candidate
        JOIN application USING (agency_id, candidate_id)
        JOIN interview USING (agency_id, candidate_id, application_id)
        JOIN attendee USING (agency_id, candidate_id, interview_id)
        WHERE agency_id = 1
        ORDER BY agency_id, candidate_id;
        SELECT candidate.agency_id, candidate.candidate_id, reference_contact.person, reference_contact.status
        FROM candidate
        JOIN reference_contact USING (agency_id, candidate_id)
        WHERE agency_id = 1
        ORDER BY agency_id, candidate_id;
        SELECT candidate.agency_id, candidate.candidate_id, touch.happened_at, touch.purpose, touch.party_id
        FROM candidate
        JOIN touch USING (agency_id, candidate_id)
        WHERE agency_id = 1
        ORDER BY agency_id, candidate_id, happened_at""",
    # The facts of a candidate joined with one another.
    "joined": """
        SELECT *
        FROM candidate
        JOIN application USING (agency_id, candidate_id)
        JOIN interview USING (agency_id, candidate_id, application_id)
        JOIN attendee USING (agency_id, candidate_id, interview_id)
        JOIN reference_contact USING (agency_id, candidate_id)
        JOIN touch USING (agency_id, candidate_id)
        WHERE agency_id = 1
        ORDER BY agency_id, candidate_id""",
}


def full(bench, small, large):
    """plan --full of one agency against one ordered pass over its facts."""
    with bench.connect(large) as connection:
        run = connection.execute
        for table in ("jit = off", "max_parallel_workers_per_gather = 0", "enable_hashjoin = off"):
            run(f"SET {table}")
        candidates = run("SELECT count(*) FROM candidate WHERE agency_id = 1").fetchone()[0]
        passes = {}
        for name, queries in PASSES.items():
            passes[name] = sum(
                json_time(run("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + query).fetchone()[0])
                for query in queries.split(";"))
    planning, text, _ = bench.program(large, "plan", "--full", agency=1)
    equal(text.strip(), "rule,added,changed,withdrawn", "planning from scratch what stands")
    for name, seconds in passes.items():
        bench.record(f"plan --full / one ordered pass ({name})", planning / seconds, 6, plan_seconds=round(planning, 2),
                     pass_seconds=round(seconds, 2), plan_seconds_per_million=round(planning / candidates * 1e6),
                     candidates=candidates)


def json_time(plan):
    return plan[0]["Execution Time"] / 1000


def peers(bench, small, large):
    """The program, a pandas script and a loop over rows: the same rules, the same change, the same lists.

    For one of the agencies, with its share of the change.
    """
    home = bench.scratch / "home"
    bench.run([HERE / "subset_home", home])
    day = bench.options.day // bench.options.agencies
    name = bench.database(10, day, agencies=1, home=home)
    folder = bench.scratch / "peers"
    shutil.rmtree(folder, ignore_errors=True)
    loop = [HERE / "peers/row_loop.py", bench.conninfo(name), "--agency", "1", "--as-of", AS_OF, "--out", folder / "loop"]
    pandas = [HERE / "peers/pandas_night.py", bench.conninfo(name), "--agency", "1", "--as-of", AS_OF, "--out", folder / "pandas"]
    lists = ["report", "open_follow_ups", "--format", "csv", "--output", folder / "program.csv"]
    # The loop's own table has to stand before a change can be brought into it.
    with bench.connect(name) as connection:
        everybody = connection.execute("SELECT candidate_id FROM candidate").fetchall()
    (bench.scratch / "everybody").write_text("".join(f"{row[0]}\n" for row in everybody), encoding="utf-8")
    bench.run([*loop, "--no-life", "--candidates", bench.scratch / "everybody"])
    bench.change(name, max(20, bench.options.candidates // bench.options.agencies))
    with bench.connect(name) as connection:
        changed = [row[0] for row in connection.execute("SELECT DISTINCT candidate_id FROM plan_queue WHERE candidate_id > 0")]
    (bench.scratch / "changed").write_text("".join(f"{id}\n" for id in changed), encoding="utf-8")
    planning, _, _ = bench.program(name, "plan", agency=1, home=home)
    listing, _, _ = bench.program(name, *lists, agency=1, home=home)
    looping, _, _ = bench.run([*loop, "--no-life", "--candidates", bench.scratch / "changed"])
    frames, _, _ = bench.run([*pandas, "--no-life"])
    # What all three hold, whole, before their times are looked at.
    bench.run([*loop, "--candidates", bench.scratch / "changed"])
    bench.run(pandas)
    bench.run(["bash", HERE / "peers/program_night", bench.conninfo(name), "--agency", "1", "--as-of", AS_OF, "--out", folder / "program"],
              {"FOLLOWUP_HOME": str(home), "FOLLOWUP": str(bench.options.program), "PATH": os.path.dirname(bench.options.psql)
               + ":" + os.environ["PATH"]})
    sides = [f"{side}={folder / side}" for side in ("program", "pandas", "loop")]
    bench.run([HERE / "peers/compare.py", *sides])
    bench.run([HERE / "peers/compare.py", "--lists", *sides])
    figures = {"plan_seconds": round(planning, 2), "plan_and_lists_seconds": round(planning + listing, 2), "changed": len(changed)}
    bench.record("pandas / incremental plan", frames / planning, 50, "at least", pandas_seconds=round(frames, 2),
                 to_plan_and_lists=round(frames / (planning + listing), 1), **figures)
    bench.record("row loop over what changed / incremental plan", looping / planning, 8, "at least",
                 loop_seconds=round(looping, 2), to_plan_and_lists=round(looping / (planning + listing), 1), **figures)


def lists(bench, small, large):
    """A thousand recruiters' files from one stream against the same query with its output thrown away."""
    name = bench.database(10, bench.options.day // bench.options.agencies, agencies=1)
    folder = pathlib.Path(bench.options.tmpfs) / "followup-bench-lists"
    query = bench.scratch / "lists.sql"
    bench.psql("postgres", "-c", f"ALTER DATABASE {name} SET log_statement = 'all'")
    place = bench.options.log.stat().st_size
    shutil.rmtree(folder, ignore_errors=True)
    bench.program(name, "worklist", "--all", "--format", "csv", "--out", folder, agency=1)
    bench.psql("postgres", "-c", f"ALTER DATABASE {name} RESET log_statement")
    with open(bench.options.log, encoding="utf-8", errors="replace") as log:
        log.seek(place)
        text = log.read()
    copies = re.findall(r"LOG:  (?:statement|execute [^:]*): (COPY \(.*?\) TO STDOUT[^\n]*)", text, re.DOTALL)
    if not copies:
        raise Failure("the statement of the lists is not in the server's log")
    query.write_text("SET jit = off;\nSET followup.agency_id = 1;\n\\o /dev/null\n"
                     + max(copies, key=len).replace("\n\t", "\n") + ";\n", encoding="utf-8")
    pairs = []
    for _ in range(bench.options.pairs):
        shutil.rmtree(folder, ignore_errors=True)
        writing, _, _ = bench.program(name, "worklist", "--all", "--format", "csv", "--out", folder, agency=1)
        reading, _, _ = bench.psql(name, "-f", query)
        pairs.append((writing, reading))
    files = list(folder.rglob("*.csv"))
    rows = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in files)
    bench.record(f"{len(files)} recruiters' lists / the same query thrown away", median_ratio(pairs), 1.1,
                 files_seconds=round(statistics.median(a for a, _ in pairs), 2),
                 query_seconds=round(statistics.median(b for _, b in pairs), 2), rows=rows,
                 bytes=sum(path.stat().st_size for path in files))
    shutil.rmtree(folder, ignore_errors=True)


def memory(bench, small, large):
    """Peak memory of each command on the large database."""
    bench.change(large, bench.options.candidates)
    out = bench.scratch / "memory"
    commands = {
        "plan": ["plan"],
        "plan --full": ["plan", "--full"],
        "worklist --all": ["worklist", "--all", "--format", "csv,html", "--out", out / "lists"],
        "worklist": ["worklist", "recruiter1@agency1.example", "--format", "csv"],
        "nudge --dry-run": ["nudge", "--dry-run"],
        "report follow_ups": ["report", "follow_ups"],
        "report follow_ups, json": ["report", "follow_ups", "--format", "json"],
        "report follow_ups, xlsx": ["report", "follow_ups", "-p", "days=31", "--format", "xlsx", "--output", out / "f.xlsx"],
        "report overdue": ["report", "overdue"],
        "report breaches": ["report", "breaches"],
        "run nightly": ["run", "nightly", "--out", out],
        "runs": ["runs"],
        "rules": ["rules"],
        "check": ["check"],
        "doctor": ["doctor"],
    }
    out.mkdir(parents=True, exist_ok=True)
    peaks = {}
    for name, words in commands.items():
        if not (words[0] in ("doctor", "check") and bench.options.smoke):
            peaks[name] = bench.peak(large, *words, agency=1)
    bench.record("peak memory of the greediest command, MiB", max(peaks.values()) / 1024, 32, kib=peaks)


def connections(bench, small, large):
    """A night of all agencies over one connection and over two."""
    def timed(count):
        bench.change(small, bench.options.candidates)
        bench.forget_runs(small)
        out = bench.scratch / "connections" / str(count)
        return bench.program(small, "run", "nightly", "--all-agencies", "--connections", count, "--out", out)[0]

    # The first sends what one recipient may be sent on that day; it does not count.
    timed(2)
    pairs = []
    for turn in range(max(1, bench.options.pairs // 3)):
        times = {count: timed(count) for count in ((1, 2) if turn % 2 == 0 else (2, 1))}
        pairs.append((times[1], times[2]))
    bench.record("a night of all agencies, one connection / two", median_ratio(pairs), 1.6, "at least",
                 seconds_1=round(statistics.median(a for a, _ in pairs), 1),
                 seconds_2=round(statistics.median(b for _, b in pairs), 1))


# The night first: others leave one of the two databases with more of a past than the other.
MEASUREMENTS = [night, no_change, incremental, measure_reports.start, measure_reports.report_rows, memory, lists, peers, connections,
                full]
# These create what they need, and need nothing from the two.
NEW = [measure_new.first_import, measure_new.mails, measure_lists.list_files]


def table(results, smoke):
    lines = [("measurement", "value", "bar", "", "figures")]
    for result in results:
        figures = ", ".join(f"{key} {value}" for key, value in result.items()
                            if key not in ("measurement", "value", "bar", "sense", "holds"))
        # Of so little data only what was compared counts.
        bar = ("", "compared") if smoke else (f"{result['sense']} {result['bar']:g}", "" if result["holds"] else "MISSED")
        lines.append((result["measurement"], f"{result['value']:g}", *bar, figures))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    for line in lines:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths)) + "  " + line[4])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--server", required=True, help="conninfo of a superuser, without a database")
    parser.add_argument("--log", required=True, type=pathlib.Path, help="the server's log")
    parser.add_argument("--psql", required=True)
    parser.add_argument("--scratch", required=True)
    parser.add_argument("--tmpfs", default="/dev/shm")
    parser.add_argument("--json", required=True, type=pathlib.Path)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.agencies = 2 if options.smoke else 10
    options.recruiters = 40 if options.smoke else 1000
    options.day = 4 if options.smoke else 2500
    options.candidates = 80 if options.smoke else 10000
    options.pairs = 1 if options.smoke else 5
    options.nights = options.agencies
    options.newcomers = 20 if options.smoke else 1000
    options.mails = 20 if options.smoke else 2000
    chosen = [each for each in NEW + MEASUREMENTS if not options.only or each.__name__ in options.only.split(",")]
    if options.only and len(chosen) < len(options.only.split(",")):
        parser.error(f"--only: use one of {', '.join(each.__name__ for each in NEW + MEASUREMENTS)}")
    bench = Bench(options)
    failed = False
    try:
        for measurement in chosen:
            databases = [] if measurement in NEW else [bench.database(scale, options.day) for scale in (1, 10)]
            bench.say(f"==> {measurement.__name__}")
            measurement(bench, *databases)
    except Failure as failure:
        bench.say(f"Failed: {failure}")
        failed = True
    options.json.write_text(json.dumps({
        "as_of": AS_OF,
        "interviews_a_day": options.day,
        "changed_candidates": options.candidates,
        "processors": os.cpu_count(),
        "results": bench.results,
    }, indent=2) + "\n", encoding="utf-8")
    table(bench.results, options.smoke)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
