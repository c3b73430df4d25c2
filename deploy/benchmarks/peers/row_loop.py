#!/usr/bin/python3
"""The night as a loop: for each changed candidate a few SELECTs, the rules of the subset in Python, and what differs is written.

    row_loop.py CONNINFO --agency N --as-of TIME --out DIR [--candidates FILE] [--no-life]

Candidates are those in the queue `plan_queue`, or those in FILE, one id a line. The queue itself is left as it is. The follow-ups
stand in `peer_follow_up`, a table like `follow_up`, made when it is missing. DIR/N/lists/RECRUITER.csv is what is open at
TIME, DIR/N/follow_ups.csv the whole life of all follow-ups. Needs python3-psycopg (3.1).
"""
import argparse
import csv
import datetime
import json
import sys
import time
import zoneinfo

import psycopg
import psycopg.rows

import common

UTC = datetime.timezone.utc
# Before everything: the moment for facts whose beginning is not known.
ALWAYS = datetime.datetime.min.replace(tzinfo=UTC)
DAY = datetime.timedelta(days=1)
# Candidates a transaction.
CHUNK = 500


def earliest(*moments):
    """The first of the moments that are known."""
    return min((moment for moment in moments if moment is not None), default=None)


def latest(*moments):
    """The last of the moments that are known."""
    return max((moment for moment in moments if moment is not None), default=None)


class Calendar:
    """Calendar arithmetic in the agency's zone and working week."""

    def __init__(self, zone, working_days, holidays):
        self.zone = zoneinfo.ZoneInfo(zone)
        self.working_days = frozenset(working_days)
        self.holidays = frozenset(holidays)

    def local(self, moment):
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def moment(self, local):
        """Of the two moments that a skipped or repeated local time can mean, the later one."""
        local = local.replace(tzinfo=self.zone)
        return max(local.astimezone(UTC), local.replace(fold=1).astimezone(UTC))

    def is_worked(self, day):
        return day.isoweekday() in self.working_days and day not in self.holidays

    def plus_business_days(self, moment, n):
        if n == 0:
            return moment
        local = self.local(moment)
        step = DAY if n > 0 else -DAY
        left = abs(n)
        while left:
            local += step
            if self.is_worked(local.date()):
                left -= 1
        return self.moment(local)

    def plus_days(self, moment, n):
        return self.moment(self.local(moment) + n * DAY)

    def rolled(self, moment):
        return moment if self.is_worked(self.local(moment).date()) else self.plus_business_days(moment, 1)

    def at_local(self, day, clock):
        return self.moment(datetime.datetime.combine(day, datetime.time.fromisoformat(clock)))


class Agency:
    """What is the same for all of an agency's candidates."""

    def __init__(self, connection, agency):
        self.id = agency
        practice = connection.execute("SELECT * FROM practice WHERE agency_id = %s", (agency,)).fetchone()
        if practice is None:
            sys.exit(f"the agency {agency} does not exist")
        self.practice = practice
        self.calendar = Calendar(practice.time_zone, practice.working_days, practice.holidays)
        policy = connection.execute("SELECT key, client_id, value FROM policy WHERE agency_id = %s", (agency,)).fetchall()
        self.parameters = common.parameters({row.key: row.value for row in policy if row.client_id is None})
        self.check_in_policies = {}
        of_clients = {(row.client_id, row.key): row.value for row in policy if row.client_id is not None}
        for client in connection.execute(
            "SELECT client_id, check_in_mode, check_in_cap, check_in_days FROM client WHERE agency_id = %s", (agency,)
        ):
            self.check_in_policies[client.client_id] = self.check_in_policy(client, of_clients)

    def check_in_policy(self, client, of_clients):
        """(cap, days, which setting decides the cap): the client's policy, else its own setting, else the agency's."""
        def chosen(key, words=(None, None, None)):
            values = of_clients.get((client.client_id, key)), getattr(client, key), getattr(self.practice, key)
            return next((value, whose) for value, whose in zip(values, words) if value is not None)

        mode, whose_mode = chosen("check_in_mode", (
            "only one, set for this client by policy", "only one, this client's own setting",
            "only one, the agency's setting"))
        cap, whose_cap = chosen("check_in_cap", (
            "limit set for this client by policy", "this client's own limit", "the agency's limit"))
        days, _ = chosen("check_in_days")
        if mode == "single":
            return 1, int(days), whose_mode
        return int(cap), int(days), whose_cap


# ---------------------------------------------------------------- reading

class Case:
    """A candidate with everything that the rules look at."""

    def __init__(self, connection, agency, candidate_id):
        self.agency = agency
        self.id = candidate_id
        key = (agency.id, candidate_id)
        self.candidate = connection.execute(
            "SELECT recruiter_id, status, status_since, search_started_on, "
            "do_not_contact OR erased_at IS NOT NULL AS off_limits "
            "FROM candidate WHERE agency_id = %s AND candidate_id = %s", key).fetchone()
        if self.candidate is None:
            return
        self.active_until = None if self.candidate.status == "active" else self.candidate.status_since or ALWAYS
        self.applications = connection.execute(
            "SELECT application.application_id, application.decision, application.decided_at, "
            "job_order.client_id, job_order.hiring_contact_id, job_order.recruiter_id AS job_order_recruiter_id, "
            "job_order.status AS job_order_status, job_order.status_since AS job_order_status_since, "
            "hiring.do_not_contact OR hiring.erased_at IS NOT NULL AS hiring_off_limits "
            "FROM application JOIN job_order USING (agency_id, job_order_id) "
            "LEFT JOIN contact AS hiring ON hiring.agency_id = job_order.agency_id "
            "AND hiring.contact_id = job_order.hiring_contact_id "
            "WHERE application.agency_id = %s AND application.candidate_id = %s", key).fetchall()
        self.interviews = connection.execute(
            "SELECT interview_id, external_id, application_id, scheduled_at, starts_at, ends_at, status FROM interview "
            "WHERE agency_id = %s AND candidate_id = %s AND status IN ('scheduled', 'held')", key).fetchall()
        self.attendees = connection.execute(
            "SELECT attendee.interview_id, attendee.contact_id, attendee.role, contact.email, "
            "contact.do_not_contact OR contact.erased_at IS NOT NULL AS off_limits "
            "FROM attendee JOIN contact USING (agency_id, contact_id) "
            "WHERE attendee.agency_id = %s AND attendee.candidate_id = %s", key).fetchall()
        self.references = connection.execute(
            "SELECT reference_id, email, status, status_since, added_at FROM reference_contact "
            "WHERE agency_id = %s AND candidate_id = %s AND consent = 'yes' AND NOT do_not_contact AND erased_at IS NULL",
            key).fetchall()
        self.touches = connection.execute(
            "SELECT touch.external_id, touch.candidate_id, touch.happened_at, touch.actor_kind, touch.actor_id, "
            "touch.party_kind, touch.party_id, touch.channel, touch.purpose, touch.application_id, touch.interview_id, "
            "coalesce(actor.client_id, party.client_id) AS client_id "
            "FROM touch "
            "LEFT JOIN contact AS actor ON touch.actor_kind = 'contact' AND actor.agency_id = touch.agency_id "
            "AND actor.contact_id = touch.actor_id "
            "LEFT JOIN contact AS party ON touch.party_kind = 'contact' AND party.agency_id = touch.agency_id "
            "AND party.contact_id = touch.party_id "
            "WHERE touch.agency_id = %(agency)s AND (touch.candidate_id = %(candidate)s "
            "OR (touch.actor_kind = 'candidate' AND touch.actor_id = %(candidate)s) "
            "OR (touch.party_kind = 'candidate' AND touch.party_id = %(candidate)s)) "
            "ORDER BY touch.happened_at, touch.external_id",
            {"agency": agency.id, "candidate": candidate_id}).fetchall()

    def touched(self, actor_kind, party_kind, purpose):
        """The touches from one kind to another for that purpose, in order of time."""
        return [touch for touch in self.touches
                if touch.actor_kind == actor_kind and touch.party_kind == party_kind and touch.purpose == purpose]

    def is_held(self, interview):
        return interview.status == "held" or self.agency.practice.assume_held

    @staticmethod
    def closed_at(application):
        return None if application.decision is None else application.decided_at or ALWAYS

    @staticmethod
    def withdrawn_at(application):
        return application.decided_at or ALWAYS if application.decision == "withdrawn" else None

    @staticmethod
    def open_until(application):
        return None if application.job_order_status == "open" else application.job_order_status_since or ALWAYS

    @staticmethod
    def active_from_of(reference):
        return latest(reference.added_at, reference.status_since if reference.status == "active" else None)

    @staticmethod
    def active_until_of(reference):
        return None if reference.status == "active" else reference.status_since or ALWAYS


# ---------------------------------------------------------------- the rules

def first_reason(asked_until, *reasons):
    """The words of the first moment that is the one at which the rule stops asking."""
    return next((reason for moment, reason in reasons if moment is not None and moment == asked_until), None)


def thank_you_email(case):
    if case.candidate.off_limits:
        return
    parameters = case.agency.parameters
    held = {interview.interview_id: interview for interview in case.interviews if case.is_held(interview)}
    attended = {}
    for attendee in case.attendees:
        if attendee.interview_id in held:
            attended.setdefault(attendee.contact_id, []).append(held[attendee.interview_id])
    thanks = {}
    for touch in case.touched("candidate", "contact", "thank_you"):
        if touch.channel != "email" or touch.candidate_id != case.id or touch.actor_id != case.id:
            continue
        about = touch.interview_id
        if about is None:
            # The latest that the contact attended; of two that end at once, the lower id.
            possible = [
                interview for interview in attended.get(touch.party_id, ())
                if interview.ends_at <= touch.happened_at
                and touch.application_id in (None, interview.application_id)
            ]
            if not possible:
                continue
            last = max(interview.ends_at for interview in possible)
            about = min((interview for interview in possible if interview.ends_at == last),
                        key=lambda interview: interview.external_id).interview_id
        thanks.setdefault((about, touch.party_id), []).append(touch.happened_at)
    withdrawn_at = {application.application_id: case.withdrawn_at(application) for application in case.applications}
    for attendee in case.attendees:
        interview = held.get(attendee.interview_id)
        if interview is None or attendee.role != "interviewer" or attendee.off_limits:
            continue
        end = interview.ends_at
        yield {
            "application_id": interview.application_id,
            "interview_id": interview.interview_id,
            "contact_id": attendee.contact_id,
            "party_kind": "contact",
            "party_id": attendee.contact_id,
            "recruiter_id": case.candidate.recruiter_id,
            "anchor_at": end,
            "asked_from": end,
            "asked_until": withdrawn_at[interview.application_id],
            "until_reason": "the application was withdrawn",
            "opens_at": end,
            "due_at": end + datetime.timedelta(hours=parameters["thank_you_email.due_hours"]),
            "expires_at": end + datetime.timedelta(hours=parameters["thank_you_email.expires_hours"]),
            "done_at": next((moment for moment in thanks.get((interview.interview_id, attendee.contact_id), ())
                             if moment >= end), None),
            "remark": "no email on file" if attendee.email is None else None,
        }


def reference_heads_up(case):
    if case.candidate.off_limits:
        return
    calendar, parameters = case.agency.calendar, case.agency.parameters
    told = case.touched("candidate", "reference", "heads_up")
    for application in case.applications:
        first = min(
            (interview for interview in case.interviews if interview.application_id == application.application_id),
            key=lambda interview: (interview.starts_at, interview.external_id), default=None)
        if first is None or first.scheduled_at is None:
            continue
        for reference in case.references:
            opens_at = latest(first.scheduled_at, reference.added_at)
            withdrawn_at, open_until = case.withdrawn_at(application), case.open_until(application)
            active_until = case.active_until_of(reference)
            asked_until = earliest(withdrawn_at, case.active_until, open_until, active_until)
            yield {
                "application_id": application.application_id,
                "reference_id": reference.reference_id,
                "party_kind": "reference",
                "party_id": reference.reference_id,
                "recruiter_id": case.candidate.recruiter_id,
                "anchor_at": first.starts_at,
                "asked_from": latest(opens_at, case.active_from_of(reference)),
                "asked_until": asked_until,
                "until_reason": first_reason(
                    asked_until,
                    (withdrawn_at, "the application was withdrawn"),
                    (case.active_until, "the candidate is no longer active"),
                    (open_until, "the job order is no longer open"),
                    (active_until, "the reference is no longer active")),
                "opens_at": opens_at,
                "due_at": latest(
                    opens_at, calendar.plus_business_days(first.starts_at, -parameters["reference_heads_up.due_bd"])),
                "expires_at": calendar.plus_business_days(first.ends_at, parameters["reference_heads_up.expires_bd"]),
                "done_at": next((
                    touch.happened_at for touch in told
                    if touch.actor_id == case.id and touch.party_id == reference.reference_id
                    and (touch.application_id == application.application_id
                         or (touch.application_id is None and touch.happened_at >= opens_at))), None),
            }


def silences(case, application):
    """(began_at, ended_at, end_reason, begun_by, interview_id) of each silence."""
    interviews = [one for one in case.interviews if one.application_id == application.application_id]
    words = [
        touch for touch in case.touches
        if touch.actor_kind == "contact" and touch.application_id == application.application_id
        and touch.candidate_id == case.id and touch.client_id == application.client_id
        and (touch.party_kind == "recruiter" or (touch.party_kind == "candidate" and touch.party_id == case.id))
    ]
    # At one moment the lowest id begins it, an interview before a word of the same id.
    beginnings = sorted(
        [(one.ends_at, one.external_id, False, one.interview_id) for one in interviews]
        + [(one.happened_at, one.external_id, True, 0) for one in words])
    closed_at = case.closed_at(application)
    seen = set()
    for began_at, begun_by, is_word, interview_id in beginnings:
        if began_at in seen:
            continue
        seen.add(began_at)
        next_word = next((one.happened_at for one in words if one.happened_at > began_at), None)
        scheduled = earliest(*(one.scheduled_at or one.starts_at for one in interviews if one.ends_at > began_at))
        ended_at = earliest(closed_at, next_word, scheduled)
        if ended_at is not None and ended_at <= began_at:
            continue
        reason = first_reason(
            ended_at,
            (closed_at, "the application was decided"),
            (next_word, "the client spoke"),
            (scheduled, "another interview was scheduled"))
        yield began_at, ended_at, reason, begun_by, None if is_word else interview_id


def client_check_in(case):
    calendar, parameters = case.agency.calendar, case.agency.parameters
    asked = case.touched("recruiter", "contact", "check_in")
    for application in case.applications:
        if application.hiring_off_limits:
            continue
        cap, days, cap_set_by = case.agency.check_in_policies[application.client_id]
        open_until = case.open_until(application)
        for began_at, ended_at, end_reason, begun_by, interview_id in silences(case, application):
            moments = [began_at] + [
                touch.happened_at for touch in asked
                if touch.application_id == application.application_id and touch.client_id == application.client_id
                and touch.candidate_id == case.id
                and touch.happened_at >= began_at and (ended_at is None or touch.happened_at < ended_at)
            ]
            asked_until = earliest(ended_at, case.active_until, open_until)
            for k, moment in enumerate(moments[:cap], start=1):
                due_at = calendar.rolled(calendar.plus_days(moment, days))
                remark = f"check-in {k} of at most {cap} ({cap_set_by})"
                if k == cap:
                    remark += "; the last one in this silence"
                if application.hiring_contact_id is None:
                    remark += "; no hiring contact is known"
                yield {
                    "application_id": application.application_id,
                    "interview_id": interview_id,
                    "occurrence": f"{begun_by}/{k}",
                    "party_kind": None if application.hiring_contact_id is None else "contact",
                    "party_id": application.hiring_contact_id,
                    "recruiter_id": application.job_order_recruiter_id,
                    "anchor_at": moment,
                    "asked_from": moment,
                    "asked_until": asked_until,
                    "until_reason": first_reason(
                        asked_until,
                        (ended_at, end_reason),
                        (case.active_until, "the candidate is no longer active"),
                        (open_until, "the job order is no longer open")),
                    "opens_at": calendar.plus_days(due_at, -parameters["client_check_in.opens_days"]),
                    "due_at": due_at,
                    "done_at": moments[k] if k < len(moments) else None,
                    "remark": remark,
                }


def candidate_check_in(case):
    if case.candidate.off_limits:
        return
    calendar, parameters = case.agency.calendar, case.agency.parameters
    spoken = [
        touch.happened_at for touch in case.touches
        if (touch.actor_kind == "candidate" and touch.actor_id == case.id and touch.party_kind == "recruiter")
        or (touch.party_kind == "candidate" and touch.party_id == case.id and touch.actor_kind == "recruiter")
    ]
    start = case.candidate.search_started_on
    asked_from = latest(
        spoken[-1] if spoken else None,
        calendar.at_local(start, parameters["candidate_check_in.start_time"]) if start else None)
    if asked_from is None:
        return
    due_at = calendar.rolled(calendar.plus_days(asked_from, case.agency.practice.candidate_check_in_days))
    yield {
        "party_kind": "candidate",
        "party_id": case.id,
        "recruiter_id": case.candidate.recruiter_id,
        "anchor_at": asked_from,
        "asked_from": asked_from,
        "asked_until": case.active_until,
        "until_reason": "the candidate is no longer active",
        "opens_at": calendar.plus_days(due_at, -parameters["candidate_check_in.opens_days"]),
        "due_at": due_at,
    }


def reference_thanks(case):
    if case.candidate.off_limits:
        return
    checks = case.touched("contact", "reference", "reference_check")
    thanks = case.touched("candidate", "reference", "thanks")
    for application in case.applications:
        for reference in case.references:
            called_at = next((
                touch.happened_at for touch in checks
                if touch.party_id == reference.reference_id and touch.candidate_id == case.id
                and touch.application_id == application.application_id and touch.client_id == application.client_id), None)
            if called_at is None:
                continue
            yield {
                "application_id": application.application_id,
                "reference_id": reference.reference_id,
                "party_kind": "reference",
                "party_id": reference.reference_id,
                "recruiter_id": case.candidate.recruiter_id,
                "anchor_at": called_at,
                "asked_from": latest(called_at, case.active_from_of(reference)),
                "asked_until": case.active_until_of(reference),
                "until_reason": "the reference is no longer active",
                "opens_at": called_at,
                "due_at": case.agency.calendar.plus_business_days(
                    called_at, case.agency.parameters["reference_thanks.due_bd"]),
                "done_at": next((
                    touch.happened_at for touch in thanks
                    if touch.actor_id == case.id and touch.party_id == reference.reference_id
                    and touch.happened_at >= called_at
                    and touch.application_id in (None, application.application_id)), None),
                "remark": "no email on file" if reference.email is None else None,
            }


RULES = {
    rule.__name__: rule
    for rule in (thank_you_email, reference_heads_up, client_check_in, candidate_check_in, reference_thanks)
}


def counting_done_at(row, late_counts):
    """done_at where it ends the follow-up."""
    done, expires, until = row["done_at"], row["expires_at"], row["asked_until"]
    if done is None or (until is not None and done > until):
        return None
    if expires is not None and done > expires:
        if not late_counts or (until is not None and done >= until):
            return None
    return done


def desired(case, rules):
    """The candidate's follow-ups that exist at some time: tuples in the order of the contract, by key."""
    follow_ups = {}
    if case.candidate is None:
        return follow_ups
    for rule in rules:
        for found in RULES[rule](case):
            row = dict.fromkeys(common.LIFE_COLUMNS)
            row.update(rule=rule, agency_id=case.agency.id, candidate_id=case.id, occurrence="")
            row.update(found)
            if row["expires_at"] is not None and row["expires_at"] <= row["asked_from"]:
                continue
            if row["asked_until"] is None:
                row["until_reason"] = None
            elif row["asked_until"] <= row["asked_from"]:
                continue
            row["done_at"] = counting_done_at(row, rule in common.LATE_COUNTS)
            follow_ups[tuple(row[name] for name in common.KEY_COLUMNS)] = tuple(row.values())
    return follow_ups


# ---------------------------------------------------------------- writing

TABLES = """
CREATE TABLE IF NOT EXISTS peer_follow_up (
  LIKE follow_up INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING INDEXES,
  FOREIGN KEY (agency_id, candidate_id) REFERENCES candidate (agency_id, candidate_id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS peer_rules_in_force (
  agency_id integer PRIMARY KEY,
  rules text NOT NULL
)
"""
STANDING = (
    f"SELECT {', '.join(common.LIFE_COLUMNS)} FROM peer_follow_up "
    "WHERE agency_id = %s AND candidate_id = %s AND NOT withdrawn"
)
UPSERT = (
    f"INSERT INTO peer_follow_up ({', '.join(common.LIFE_COLUMNS)}, withdrawn) "
    f"VALUES ({', '.join(['%s'] * len(common.LIFE_COLUMNS))}, %s) "
    f"ON CONFLICT ({', '.join(common.KEY_COLUMNS)}) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in [*common.LIFE_COLUMNS, "withdrawn"] if name not in common.KEY_COLUMNS)
)
KEY_PLACES = [common.LIFE_COLUMNS.index(name) for name in common.KEY_COLUMNS]


def plan(connection, agency, candidates, rules):
    """Brings the table in line for those candidates; how many rows were written."""
    written = 0
    for start in range(0, len(candidates), CHUNK):
        with connection.transaction():
            changes = []
            for candidate_id in candidates[start:start + CHUNK]:
                wanted = desired(Case(connection, agency, candidate_id), rules)
                standing = {
                    tuple(row[place] for place in KEY_PLACES): row
                    for row in map(tuple, connection.execute(STANDING, (agency.id, candidate_id)))
                }
                changes += [(*row, False) for key, row in wanted.items() if standing.get(key) != row]
                changes += [(*row, True) for key, row in standing.items() if key not in wanted]
            if changes:
                with connection.cursor() as cursor:
                    cursor.executemany(UPSERT, changes)
                written += len(changes)
    return written


LIST = """
SELECT
  follow_up.due_at,
  follow_up.opens_at,
  follow_up.expires_at,
  follow_up.rule,
  coalesce(contact.name, reference.name, party_candidate.name) AS party,
  coalesce(party_client.name, reference.company) AS party_company,
  coalesce(contact.email, reference.email, party_candidate.email) AS party_email,
  coalesce(contact.phone, reference.phone, party_candidate.phone) AS party_phone,
  candidate.name AS candidate,
  candidate.external_id AS candidate_id,
  job_order.title AS job_order,
  client.name AS client,
  follow_up.remark
FROM peer_follow_up AS follow_up
JOIN candidate USING (agency_id, candidate_id)
LEFT JOIN contact
  ON follow_up.party_kind = 'contact' AND contact.agency_id = follow_up.agency_id AND contact.contact_id = follow_up.party_id
LEFT JOIN client AS party_client
  ON party_client.agency_id = contact.agency_id AND party_client.client_id = contact.client_id
LEFT JOIN reference_contact AS reference
  ON follow_up.party_kind = 'reference' AND reference.agency_id = follow_up.agency_id
  AND reference.candidate_id = follow_up.candidate_id AND reference.reference_id = follow_up.party_id
LEFT JOIN candidate AS party_candidate
  ON follow_up.party_kind = 'candidate' AND party_candidate.agency_id = follow_up.agency_id
  AND party_candidate.candidate_id = follow_up.party_id
LEFT JOIN application
  ON application.agency_id = follow_up.agency_id AND application.candidate_id = follow_up.candidate_id
  AND application.application_id = follow_up.application_id
LEFT JOIN job_order ON job_order.agency_id = application.agency_id AND job_order.job_order_id = application.job_order_id
LEFT JOIN client ON client.agency_id = job_order.agency_id AND client.client_id = job_order.client_id
WHERE follow_up.agency_id = %(agency)s
  AND follow_up.recruiter_id = %(recruiter)s
  AND follow_up.closes_at > %(as_of)s
  AND follow_up.asked_from <= %(as_of)s
ORDER BY
  follow_up.due_at,
  follow_up.rule,
  candidate.external_id,
  follow_up.application_id,
  follow_up.interview_id,
  follow_up.contact_id,
  follow_up.reference_id,
  follow_up.occurrence
"""


def bucket(row, as_of):
    if row.due_at < as_of:
        return "overdue"
    return "due" if row.opens_at <= as_of else "upcoming"


def write_lists(connection, agency, as_of, out):
    common.empty_folder_for(out, agency.id)
    for recruiter in connection.execute(
        "SELECT recruiter_id, external_id, time_zone, active FROM recruiter WHERE agency_id = %s", (agency.id,)
    ).fetchall():
        zone = zoneinfo.ZoneInfo(recruiter.time_zone or agency.practice.time_zone)

        def local(moment):
            return None if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")

        rows = connection.execute(
            LIST, {"agency": agency.id, "recruiter": recruiter.recruiter_id, "as_of": as_of}).fetchall()
        if not (rows or recruiter.active):
            continue
        with open(common.list_file(out, agency.id, recruiter.external_id), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(common.LIST_COLUMNS)
            for rank, row in enumerate(rows, start=1):
                writer.writerow([
                    rank, bucket(row, as_of), local(row.due_at), row.rule, row.party, row.party_company, row.party_email,
                    row.party_phone, row.candidate, row.candidate_id, row.job_order, row.client, local(row.opens_at),
                    local(row.expires_at), row.remark,
                ])


def write_life(connection, agency, out):
    columns = ", ".join(common.LIFE_COLUMNS)
    with open(common.life_file(out, agency.id), "wb") as file, connection.cursor() as cursor:
        # The agency's number is a whole number, and COPY takes no parameters.
        with cursor.copy(
            f"COPY (SELECT {columns} FROM peer_follow_up WHERE agency_id = {int(agency.id)} AND NOT withdrawn) "
            "TO STDOUT (FORMAT csv, HEADER)"
        ) as copy:
            for data in copy:
                file.write(data)


def rules_in_force(agency, rules):
    return json.dumps([rules, agency.parameters])


def remember_rules(connection, agency, rules):
    connection.execute(
        "INSERT INTO peer_rules_in_force VALUES (%s, %s) ON CONFLICT (agency_id) DO UPDATE SET rules = excluded.rules",
        (agency.id, rules_in_force(agency, rules)))


def changed_candidates(connection, agency, rules, file):
    """Those in the file, else in the queue; everybody when the queue, another set of rules or another number says so."""
    if file is not None:
        with open(file, encoding="utf-8") as lines:
            return sorted({int(line) for line in lines if line.strip()})
    queued = [row.candidate_id for row in connection.execute(
        "SELECT DISTINCT candidate_id FROM plan_queue WHERE agency_id = %s ORDER BY candidate_id", (agency.id,))]
    before = connection.execute("SELECT rules FROM peer_rules_in_force WHERE agency_id = %s", (agency.id,)).fetchone()
    if 0 not in queued and before is not None and before.rules == rules_in_force(agency, rules):
        return queued
    return [row.candidate_id for row in connection.execute(
        "SELECT candidate_id FROM candidate WHERE agency_id = %s ORDER BY candidate_id", (agency.id,))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("conninfo", help="as for psql")
    parser.add_argument("--agency", type=int, required=True, help="its number")
    parser.add_argument("--as-of", required=True, type=datetime.datetime.fromisoformat, help="ISO 8601 with offset")
    parser.add_argument("--out", required=True, help="folder")
    parser.add_argument("--candidates", metavar="FILE", help="ids, one a line, instead of the queue")
    parser.add_argument("--no-life", action="store_true", help="only the lists")
    arguments = parser.parse_args()
    if arguments.as_of.tzinfo is None:
        parser.error("--as-of wants an offset, such as 2026-11-20T09:30:00-05:00")
    rules = common.subset()
    unknown = set(rules) - set(RULES)
    if unknown:
        sys.exit(f"not written here: {', '.join(sorted(unknown))}")
    with psycopg.connect(
        arguments.conninfo, autocommit=True, row_factory=psycopg.rows.namedtuple_row,
        options=f"-c TimeZone=UTC -c followup.agency_id={arguments.agency}",
    ) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(TABLES)
        began = time.monotonic()
        agency = Agency(connection, arguments.agency)
        candidates = changed_candidates(connection, agency, rules, arguments.candidates)
        written = plan(connection, agency, candidates, rules)
        if arguments.candidates is None:
            remember_rules(connection, agency, rules)
        planned = time.monotonic()
        write_lists(connection, agency, arguments.as_of, arguments.out)
        listed = time.monotonic()
        if not arguments.no_life:
            write_life(connection, agency, arguments.out)
        print(f"agency {agency.id}: {len(candidates)} candidates, {written} rows written; planned {planned - began:.1f} s, "
              f"lists {listed - planned:.1f} s, whole life {time.monotonic() - listed:.1f} s")


if __name__ == "__main__":
    main()
