"""The measurements on an agency that begins: its first import and its mails. Each gets the bench, and makes what it needs."""
import contextlib
import statistics
import subprocess

import new_agency

AS_OF = "2026-11-20T11:00:00-05:00"


def database(bench, name, candidates, agencies=1):
    """A new, migrated database with that many empty agencies, the files for one of them, and their rows."""
    bench.psql("postgres", "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}")
    bench.program(name, "migrate")
    for agency in range(1, agencies + 1):
        bench.program(name, "agency", "add", f"Agency {agency}", "--time-zone", "America/New_York")
    folder = bench.scratch / name
    return name, folder, new_agency.write(folder, candidates)


def first_import(bench):
    """Four times the rows of every file, into empty tables, into those that another agency has filled, and once more."""
    once, often = {}, {}
    sizes = (bench.options.newcomers, 4 * bench.options.newcomers)
    rows = [0, 0]
    for turn, (candidates, times) in enumerate(zip(sizes, (once, often))):
        name, folder, rows[turn] = database(bench, f"bench_import_{turn}", candidates, agencies=2)
        for case, agency in (("empty tables", 1), ("filled tables", 2), ("the same rows again", 2)):
            times[case], text, _ = bench.program(name, "import", "canonical", folder, agency=agency, as_of=AS_OF)
            with bench.connect(name, agency) as connection:
                touches = connection.execute("SELECT count(*) FROM touch WHERE agency_id = %s", [agency]).fetchone()[0]
            bench.equal(touches, 3 * candidates, f"touches in the files and in the {case}")
        bench.psql("postgres", "-c", f"DROP DATABASE {name}")
    for case, seconds in once.items():
        bench.record(f"first import of 4 times the rows, {case}", often[case] / seconds, 4.6, seconds_1=round(seconds, 2),
                     seconds_4=round(often[case], 2), rows_1=rows[0], rows_4=rows[1])


@contextlib.contextmanager
def sink(bench):
    """A mail server that takes everything: its port, and what counts the mails it took since it was last asked."""
    with subprocess.Popen([bench.here / "peers/smtp_sink.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port, before = int(server.stdout.readline()), 0

        def taken():
            nonlocal before
            server.stdin.write("\n")
            server.stdin.flush()
            last, before = before, int(server.stdout.readline())
            return before - last

        yield port, taken
        server.stdin.close()


def mails(bench):
    """Nudges through a mail server on loopback over eight connections, against a plain loop with its two commits for each mail: both
    commit that a mail is about to leave before it does."""
    name, folder, _ = database(bench, "bench_mails", bench.options.mails)
    bench.program(name, "import", "canonical", folder, agency=1, as_of=AS_OF)
    bench.program(name, "plan", agency=1, as_of=AS_OF)
    pairs = []
    with sink(bench) as (port, taken), bench.connect(name) as connection:
        environment = bench.environment(name) | {
            "FOLLOWUP_MAIL_URL": f"smtp://127.0.0.1:{port}", "FOLLOWUP_MAIL_TLS": "none",
            "FOLLOWUP_MAIL_FROM": "Follow-up <followup@agency.example>", "FOLLOWUP_MAIL_CONNECTIONS": "8"}
        del environment["FOLLOWUP_MAIL_MAILDIR"]
        for _ in range(bench.options.pairs):
            connection.execute("DELETE FROM message WHERE agency_id = 1")
            nudging, _, _ = bench.run(bench.words("nudge", agency=1, as_of=AS_OF), environment)
            count = taken()
            connection.execute("DROP TABLE IF EXISTS loop_message")
            connection.execute("CREATE TABLE loop_message (LIKE message INCLUDING ALL)")
            connection.execute("INSERT INTO loop_message SELECT * FROM message WHERE agency_id = 1 AND state = 'sent'")
            connection.execute("UPDATE loop_message SET state = 'queued', sent_at = NULL")
            looping, _, _ = bench.run([bench.here / "peers/mail_loop.py", bench.conninfo(name), port])
            bench.equal(count, taken(), "the mails that the server took from both")
            pairs.append((looping, nudging, count))
    bench.psql("postgres", "-c", f"DROP DATABASE {name}")
    rate, loop = (round(statistics.median(n / seconds for seconds, n in each)) for each in (
        [(b, n) for _, b, n in pairs], [(a, n) for a, _, n in pairs]))
    bench.record("mails a second / a loop with two commits a mail", statistics.median(a / b for a, b, _ in pairs), 2, "at least",
                 mails=pairs[0][2], mails_per_second=rate, loop_per_second=loop)
    bench.record("mails a second", rate, 800, "at least", mails=pairs[0][2])
