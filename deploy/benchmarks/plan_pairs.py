#!/usr/bin/python3
"""Compares the plan of this checkout with that of an earlier one, in CPU time of program and server, in pairs.

    /usr/bin/python3 deploy/benchmarks/plan_pairs.py --server "host=/tmp/pg port=5432 user=followup" --psql psql \\
        --program .build/release/followup --before OTHER/.build/release/followup --before-home OTHER [--pairs 5]

The server is on this machine, its user is a superuser, and this script may read its data folder. Autovacuum is best off: what
it does counts as the server's. Each side has an agency of 10,000 candidates of its own, made by its own generate.sql.
"""

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

import psycopg

HERE = pathlib.Path(__file__).resolve().parent
AS_OF = "2026-11-20T05:30:00-05:00"
TICKS = os.sysconf("SC_CLK_TCK")


class Side:
    """A program with its home and its database."""

    def __init__(self, options, name, program, home):
        self.options, self.program, self.home = options, pathlib.Path(program).resolve(), pathlib.Path(home).resolve()
        self.database = f"plan_pairs_{name}"
        self.round = 0
        with psycopg.connect(f"{options.server} dbname=postgres", autocommit=True) as server:
            folder = server.execute("SHOW data_directory").fetchone()[0]
            self.postmaster = int(pathlib.Path(folder, "postmaster.pid").read_text(encoding="utf-8").split()[0])
            server.execute(f"DROP DATABASE IF EXISTS {self.database}")
            server.execute(f"CREATE DATABASE {self.database}")
        self.run("migrate")
        self.psql("-f", self.home / "deploy/benchmarks/generate.sql", scale=1, day=250, agencies=1, biggest=1, as_of=AS_OF)
        self.run("plan", "--full")
        self.psql("-c", "VACUUM (ANALYZE)")

    def conninfo(self):
        return f"{self.options.server} dbname={self.database}"

    def psql(self, *arguments, **values):
        variables = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
        return subprocess.run([self.options.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(), *variables, *arguments],
                              check=True, capture_output=True, text=True).stdout

    def server_seconds(self):
        """What the server's processes took that have ended."""
        fields = pathlib.Path(f"/proc/{self.postmaster}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / TICKS

    def run(self, *words):
        """Runs a command; its seconds from start to exit, and the CPU seconds of program and server."""
        moment = [] if words[0] == "migrate" else ["--as-of", AS_OF]
        server, own, began = self.server_seconds(), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run([self.program, *words, *moment], check=True, capture_output=True, stdin=subprocess.DEVNULL, env={
            **os.environ, "FOLLOWUP_DATABASE_URL": self.conninfo(), "FOLLOWUP_HOME": str(self.home), "PGTZ": "UTC"})
        elapsed, now = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        # The connection's process ends a moment after the program.
        time.sleep(0.3)
        spent = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
        return elapsed, spent + self.server_seconds() - server

    def change(self, candidates):
        self.round += 1
        self.psql("-f", self.home / "deploy/benchmarks/change.sql", candidates=candidates, round=self.round, as_of=AS_OF)

    def follow_ups(self):
        return self.psql("-c", """
            SELECT count(*), sum(hashtextextended(ROW(
              rule, candidate_id, application_id, interview_id, contact_id, reference_id, occurrence, party_kind, party_id, recruiter_id,
              anchor_at, asked_from, asked_until, until_reason, opens_at, due_at, expires_at, done_at, remark
            )::text, 0))
            FROM follow_up
            WHERE NOT withdrawn""")


def full(side):
    return side.run("plan", "--full")


def changed(candidates):
    def work(side):
        side.change(candidates)
        return side.run("plan")
    return work


def nothing(side):
    return side.run("plan")


def shared(side):
    """One person on 6,000 rows; what is measured is that nothing changes then."""
    side.psql("-c", """
        SET session_replication_role = replica;
        UPDATE reference_contact
        SET email = 'shared@x.example', person = 'e:shared@x.example'
        WHERE candidate_id IN (SELECT candidate_id FROM candidate ORDER BY candidate_id DESC LIMIT 2000)""")
    queue = """
        DELETE FROM plan_queue;
        INSERT INTO plan_queue (agency_id, candidate_id)
        SELECT agency_id, candidate_id FROM candidate ORDER BY candidate_id DESC LIMIT 2000""".replace(
            "plan_queue", side.psql("-c", "SELECT coalesce(to_regclass('plan_queue'), to_regclass('dirty'))").strip())
    side.psql("-c", queue)
    side.run("plan")
    side.psql("-c", queue)
    return side.run("plan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--server", "--psql", "--program", "--before", "--before-home"):
        parser.add_argument(name, required=True)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    before = Side(options, "before", options.before, options.before_home)
    after = Side(options, "after", options.program, HERE.parent.parent)
    lines = [("measurement", "CPU before / after", "CPU ms before", "CPU ms after", "ms before", "ms after")]
    for name, work, pairs in (
        ("plan --full, nothing to change", full, options.pairs),
        ("plan, 1,000 of 10,000 changed", changed(1000), options.pairs),
        ("plan, 10 changed", changed(10), 2 * options.pairs),
        ("plan, nothing queued", nothing, 4 * options.pairs),
        ("plan, 6,000 rows of one person", shared, 1),
    ):
        measured = [(work(before), work(after)) for _ in range(pairs)]
        if before.follow_ups() != after.follow_ups():
            sys.exit(f"{name}: the two programs planned different follow-ups")
        ratio = statistics.median(one[1] / max(other[1], 1 / TICKS) for one, other in measured)
        figures = [1000 * statistics.median(pair[side][kind] for pair in measured) for kind in (1, 0) for side in (0, 1)]
        lines.append((name, f"{ratio:.2f}", *(f"{figure:.0f}" for figure in figures)))
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    for line in lines:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths)))


if __name__ == "__main__":
    main()
