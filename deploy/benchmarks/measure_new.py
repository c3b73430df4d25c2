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
    """A mail server that takes everything: its port, and what tells how many mails it took since it was last asked, in how many seconds."""
    with subprocess.Popen([bench.here / "peers/smtp_sink.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port = int(server.stdout.readline())

        def taken():
            server.stdin.write("\n")
            server.stdin.flush()
            mails, seconds = server.stdout.readline().split()
            return int(mails), float(seconds)

        yield port, taken
        server.stdin.close()


def mails(bench):
    """Nudges through a mail server on loopback over eight connections, against a plain loop with its two commits for each mail: both
    commit that a mail is about to leave before it does."""
    name, folder, _ = database(bench, "bench_mails", bench.options.mails)
    bench.program(name, "import", "canonical", folder, agency=1, as_of=AS_OF)
    bench.program(name, "plan", agency=1, as_of=AS_OF)
    whole, sending = [], []
    with sink(bench) as (port, taken), bench.connect(name) as connection:
        environment = bench.environment(name) | {
            "FOLLOWUP_MAIL_URL": f"smtp://127.0.0.1:{port}", "FOLLOWUP_MAIL_TLS": "none",
            "FOLLOWUP_MAIL_FROM": "Follow-up <followup@agency.example>", "FOLLOWUP_MAIL_CONNECTIONS": "8"}
        del environment["FOLLOWUP_MAIL_MAILDIR"]
        for _ in range(bench.options.pairs):
            connection.execute("DELETE FROM message WHERE agency_id = 1")
            nudging, _, _ = bench.run(bench.words("nudge", agency=1, as_of=AS_OF), environment)
            count, nudge_sends = taken()
            connection.execute("DROP TABLE IF EXISTS loop_message")
            connection.execute("CREATE TABLE loop_message (LIKE message INCLUDING ALL)")
            connection.execute("INSERT INTO loop_message SELECT * FROM message WHERE agency_id = 1 AND state = 'sent'")
            connection.execute("UPDATE loop_message SET state = 'queued', sent_at = NULL")
            looping, _, _ = bench.run([bench.here / "peers/mail_loop.py", bench.conninfo(name), port])
            mails_of_loop, loop_sends = taken()
            bench.equal(count, mails_of_loop, "the mails that the server took from both")
            whole.append((looping, nudging))
            sending.append((loop_sends, nudge_sends))
    bench.psql("postgres", "-c", f"DROP DATABASE {name}")

    def rates(pairs):
        """Mails a second of the loop and of the program."""
        return [round(statistics.median(count / seconds for seconds in side)) for side in zip(*pairs)]

    # The loop finds its words written. The program also plans and writes them, before and while it sends.
    loop, rate = rates(sending)
    bench.record("mails a second / a loop with two commits a mail", statistics.median(a / b for a, b in sending), 2, "at least",
                 mails=count, mails_per_second=rate, loop_per_second=loop)
    bench.record("mails a second, from the first to the last", rate, 800, "at least", mails=count)
    loop, rate = rates(whole)
    bench.record("mails a second with start and planning", rate, 800, "at least", mails=count, loop_per_second=loop)
