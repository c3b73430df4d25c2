"""What a thousand recruiters' lists take in one run: the program's memory by formats, and processor time a row."""
import csv
import json
import os
import pathlib
import shutil
import time

FORMATS = {"csv,json,html,ics": 32, "csv,json,html,ics,xlsx": 40}


def list_files(bench):
    """Peak memory with all formats at once, without and with workbooks; processor time of program and server for a row of CSV."""
    name = bench.database(10, bench.options.day // 10, agencies=1)
    folder = pathlib.Path(bench.options.tmpfs) / "followup-bench-list-files"
    words = ["worklist", "--all", "--out", folder, "--format"]
    for formats, bar in FORMATS.items():
        shutil.rmtree(folder, ignore_errors=True)
        peak = bench.peak(name, *words, formats, agency=1)
        rows = compared(bench, folder)
        bench.record(f"peak memory of all lists as {formats}, MiB", peak / 1024, bar, lists=len(list(folder.glob("*.csv"))), rows=rows)
    best = None
    for _ in range(bench.options.pairs):
        shutil.rmtree(folder, ignore_errors=True)
        server, program = server_seconds(bench, name), os.times()
        bench.program(name, *words, "csv", agency=1)
        spent = os.times()
        # A backend's time is known to the server once it has ended.
        time.sleep(0.5)
        parts = (spent.children_user + spent.children_system - program.children_user - program.children_system,
                 server_seconds(bench, name) - server)
        best = min(best or parts, parts, key=sum)
    bench.record("processor time of program and server for a row of CSV, microseconds", 1e6 * sum(best) / max(rows, 1), 90,
                 program=round(1e6 * best[0] / max(rows, 1)), server=round(1e6 * best[1] / max(rows, 1)), rows=rows)
    shutil.rmtree(folder, ignore_errors=True)


def compared(bench, folder):
    """The rows of the lists, which are as many in each format."""
    total = 0
    for path in folder.glob("worklist-*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            rows = len(list(csv.DictReader(file)))
        bench.equal(rows, len(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))), f"the rows of {path.stem} as JSON")
        events = path.with_suffix(".ics").read_text(encoding="utf-8")
        bench.equal(rows, events.count("BEGIN:VEVENT") - events.count("STATUS:CANCELLED"), f"the events of {path.stem}")
        total += rows
    return total


def server_seconds(bench, database):
    """Processor seconds of the server's processes that have ended."""
    with bench.connect(database) as connection:
        server = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()[0].split("\n")[0]
    with open(f"/proc/{server}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
