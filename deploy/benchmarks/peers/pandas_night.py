#!/usr/bin/python3
"""The night in pandas: reads an agency's tables, computes the follow-ups of the subset for everybody, writes them as CSV.

    pandas_night.py CONNINFO --agency N|--all --as-of TIME --out DIR [--no-life]

DIR/N/lists/RECRUITER.csv is what is open at TIME, DIR/N/follow_ups.csv the whole life of all follow-ups. One agency is in
memory at a time. Needs python3-pandas, python3-sqlalchemy (1.4) and python3-psycopg2.
"""
import argparse
import functools
import resource
import sys
import time

import numpy as np
import pandas as pd
import psycopg2
import sqlalchemy

import common

UTC = "datetime64[ns, UTC]"
# Before everything: the moment for facts whose beginning is not known.
ALWAYS = pd.Timestamp("1700-01-01", tz="UTC")
# No row has this id; ids that may be missing stay whole numbers this way.
NOBODY = 0

PEOPLE = pd.CategoricalDtype(["candidate", "recruiter", "contact", "reference"])
CHANNELS = pd.CategoricalDtype(["email", "call", "message", "meeting", "note", "gift", "social", "post"])
PURPOSES = pd.CategoricalDtype([
    "profile_review", "guidance", "heads_up", "proofread", "thank_you", "check_in", "word", "status_update", "progress",
    "reference_check", "accuracy", "thanks", "outcome", "gift", "keep_in_touch", "network", "public_post", "other",
])


# ---------------------------------------------------------------- moments

def earliest(*moments):
    """Row by row the first of the moments that are known."""
    return functools.reduce(lambda a, b: a.where(b.isna() | (a <= b), b), moments)


def latest(*moments):
    """Row by row the last of the moments that are known."""
    return functools.reduce(lambda a, b: a.where(b.isna() | (a >= b), b), moments)


class Calendar:
    """Calendar arithmetic in the agency's zone and working week; every function takes and gives a series of moments."""

    def __init__(self, zone, working_days, holidays):
        self.zone = zone
        weekmask = [day in working_days for day in range(1, 8)]
        self.busdays = np.busdaycalendar(weekmask=weekmask, holidays=np.array(holidays, dtype="datetime64[D]"))

    def local(self, moments):
        return moments.dt.tz_convert(self.zone).dt.tz_localize(None)

    def moment(self, local):
        """Of the two moments that a skipped or repeated local time can mean, the later one."""
        # What is repeated is read as after the change; what is skipped has the offset from before the change, which is
        # the one of the last local time that there was.
        there = local.dt.tz_localize(
            self.zone, ambiguous=np.zeros(len(local), dtype=bool), nonexistent="shift_backward")
        offset = there.dt.tz_localize(None) - there.dt.tz_convert("UTC").dt.tz_localize(None)
        return (local - offset).dt.tz_localize("UTC")

    def plus_business_days(self, moments, n):
        if n == 0:
            return moments
        local = self.local(moments)
        day = local.dt.normalize()
        # From a day that is not worked, counting begins at the working day on the other side, so that the first one met is 1.
        reached = np.busday_offset(
            day.to_numpy().astype("datetime64[D]"), n, roll="backward" if n > 0 else "forward", busdaycal=self.busdays)
        return self.moment(pd.Series(reached.astype("datetime64[ns]"), index=local.index) + (local - day))

    def plus_days(self, moments, n):
        """n: a number, or a series of them."""
        days = pd.to_timedelta(n, unit="D")
        return self.moment(self.local(moments) + days)

    def rolled(self, moments):
        days = self.local(moments).to_numpy().astype("datetime64[D]")
        return moments.where(np.is_busday(days, busdaycal=self.busdays), self.plus_business_days(moments, 1))

    def at_local(self, days, clock):
        """days: local dates as datetime64; clock: HH:MM."""
        return self.moment(days + pd.to_timedelta(clock + ":00"))


# ---------------------------------------------------------------- reading

class Facts:
    """An agency's tables, the columns that are needed."""

    def __init__(self, connection, agency):
        self.connection = connection
        self.agency = agency
        practice = self.read("SELECT time_zone, working_days, holidays, assume_held, check_in_mode, check_in_cap, "
                             "check_in_days, candidate_check_in_days FROM practice WHERE agency_id = :agency")
        self.practice = practice.iloc[0]
        self.calendar = Calendar(self.practice.time_zone, self.practice.working_days, self.practice.holidays)
        self.policy = self.read("SELECT key, client_id, value FROM policy WHERE agency_id = :agency")
        agencys_own = self.policy[self.policy.client_id == NOBODY]
        self.parameters = common.parameters(dict(zip(agencys_own.key, agencys_own.value)))
        self.candidates = self.read_candidates()
        self.contacts = self.read("SELECT contact_id, client_id, name, email, phone, "
                                  "do_not_contact OR erased_at IS NOT NULL AS off_limits "
                                  "FROM contact WHERE agency_id = :agency")
        self.clients = self.read("SELECT client_id, name, check_in_mode, check_in_cap, check_in_days "
                                 "FROM client WHERE agency_id = :agency")
        self.recruiters = self.read("SELECT recruiter_id, external_id, time_zone, active "
                                    "FROM recruiter WHERE agency_id = :agency")
        self.applications = self.read_applications()
        self.interviews = self.read_interviews()
        self.attendees = self.read("SELECT candidate_id, interview_id, contact_id, role "
                                   "FROM attendee WHERE agency_id = :agency")
        self.references = self.read_references()
        self.touches = self.read_touches()

    def read(self, sql, moments=(), dates=()):
        """The rows with the types they have in the database, also when no row or value shows them."""
        frame = pd.read_sql(
            sqlalchemy.text(sql), self.connection, params={"agency": self.agency},
            parse_dates={**{name: {"utc": True} for name in moments}, **{name: {} for name in dates}})
        ids = [name for name in frame.columns if name.endswith("_id") and name != "external_id"]
        flags = [name for name in frame.columns if name == "off_limits"]
        return frame.fillna({name: NOBODY for name in ids}).astype({
            **{name: UTC for name in moments}, **{name: "datetime64[ns]" for name in dates},
            **{name: "int64" for name in ids}, **{name: "bool" for name in flags}})

    def read_candidates(self):
        candidates = self.read(
            "SELECT candidate_id, external_id, name, email, phone, recruiter_id, status, status_since, search_started_on, "
            "do_not_contact OR erased_at IS NOT NULL AS off_limits FROM candidate WHERE agency_id = :agency",
            moments=["status_since"], dates=["search_started_on"])
        candidates["active_until"] = candidates.status_since.fillna(ALWAYS).mask(candidates.status == "active")
        return candidates

    def read_applications(self):
        applications = self.read(
            "SELECT application_id, application.candidate_id, decision, decided_at, client_id, title, hiring_contact_id, "
            "job_order.recruiter_id AS job_order_recruiter_id, job_order.status AS job_order_status, "
            "job_order.status_since AS job_order_status_since "
            "FROM application JOIN job_order USING (agency_id, job_order_id) WHERE agency_id = :agency",
            moments=["decided_at", "job_order_status_since"])
        decided_at = applications.pop("decided_at").fillna(ALWAYS)
        applications["closed_at"] = decided_at.where(applications.decision.notna())
        applications["withdrawn_at"] = decided_at.where(applications.decision == "withdrawn")
        status_since = applications.pop("job_order_status_since").fillna(ALWAYS)
        applications["open_until"] = status_since.mask(applications.pop("job_order_status") == "open")
        return applications

    def read_interviews(self):
        """Those that are held or scheduled; is_held: held, by its status or by assumption."""
        interviews = self.read(
            "SELECT interview_id, external_id, candidate_id, application_id, scheduled_at, starts_at, ends_at, status "
            "FROM interview WHERE agency_id = :agency AND status IN ('scheduled', 'held')",
            moments=["scheduled_at", "starts_at", "ends_at"])
        interviews["is_held"] = (interviews.pop("status") == "held") | bool(self.practice.assume_held)
        return interviews

    def read_references(self):
        """Those who may be contacted and consented."""
        references = self.read(
            "SELECT reference_id, candidate_id, name, company, email, phone, status, status_since, added_at "
            "FROM reference_contact WHERE agency_id = :agency AND consent = 'yes' AND NOT do_not_contact "
            "AND erased_at IS NULL",
            moments=["status_since", "added_at"])
        is_active = references.pop("status") == "active"
        references["active_from"] = latest(references.added_at, references.status_since.where(is_active))
        references["active_until"] = references.pop("status_since").fillna(ALWAYS).mask(is_active)
        return references

    def read_touches(self):
        """Those that one of the rules looks at, in chunks, since they are many."""
        chunks = pd.read_sql(
            sqlalchemy.text(
                "SELECT candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose, "
                "application_id, interview_id, "
                # The id orders or names these; the others do without.
                "CASE WHEN actor_kind = 'contact' OR purpose = 'check_in' THEN external_id END AS external_id "
                "FROM touch WHERE agency_id = :agency AND ("
                "(actor_kind = 'candidate' AND party_kind = 'recruiter') "
                "OR (actor_kind = 'recruiter' AND party_kind = 'candidate') "
                "OR (actor_kind = 'candidate' AND purpose IN ('thank_you', 'heads_up', 'thanks')) "
                "OR (actor_kind = 'contact' AND application_id IS NOT NULL) "
                "OR (actor_kind = 'recruiter' AND purpose = 'check_in' AND application_id IS NOT NULL))"),
            self.connection, params={"agency": self.agency}, parse_dates={"happened_at": {"utc": True}}, chunksize=200_000)
        ids = ["candidate_id", "actor_id", "party_id", "application_id", "interview_id"]
        types = {**{name: "int64" for name in ids}, "happened_at": UTC, "actor_kind": PEOPLE, "party_kind": PEOPLE,
                 "channel": CHANNELS, "purpose": PURPOSES}
        return pd.concat([chunk.fillna({name: NOBODY for name in ids}).astype(types) for chunk in chunks],
                         ignore_index=True)

    def touched(self, actor_kind, party_kind, purpose=None):
        """The touches from one kind to another, for a purpose if one is given."""
        touches = self.touches
        wanted = (touches.actor_kind == actor_kind) & (touches.party_kind == party_kind)
        return touches[wanted & (touches.purpose == purpose)] if purpose else touches[wanted]

    def contactable_candidates(self):
        candidates = self.candidates
        return candidates.loc[~candidates.off_limits, ["candidate_id", "recruiter_id", "active_until", "search_started_on"]]


# ---------------------------------------------------------------- the rules

def first_since(rows, touches, on, since):
    """Per row the first of the touches with the same columns `on` that happened at the row's moment `since` or later."""
    found = rows[[*on, since]].reset_index(names="row").merge(touches[[*on, "happened_at"]], on=on)
    found = found[found.happened_at >= found[since]]
    return found.groupby("row").happened_at.min().reindex(rows.index).astype(UTC)


def thank_you_email(facts):
    held = facts.interviews[facts.interviews.is_held]
    attended = facts.attendees.merge(
        held[["interview_id", "external_id", "application_id", "ends_at"]], on="interview_id")
    contacts = facts.contacts.loc[~facts.contacts.off_limits, ["contact_id", "email"]]
    rows = (attended[attended.role == "interviewer"]
            .merge(contacts, on="contact_id")
            .merge(facts.contactable_candidates(), on="candidate_id")
            .merge(facts.applications[["application_id", "withdrawn_at"]], on="application_id"))

    thanks = facts.touched("candidate", "contact", "thank_you")
    thanks = thanks[(thanks.channel == "email") & (thanks.candidate_id == thanks.actor_id)]
    thanks = thanks[["candidate_id", "party_id", "application_id", "interview_id", "happened_at"]]
    thanks = thanks.rename(columns={"party_id": "contact_id"}).sort_values("happened_at")
    # One that names no interview is about the latest that the contact attended; of two that end at once, the lower id.
    attended = attended.sort_values(["ends_at", "external_id"], ascending=[True, False])
    attended = attended[["candidate_id", "contact_id", "application_id", "interview_id", "ends_at"]]
    about = functools.partial(pd.merge_asof, left_on="happened_at", right_on="ends_at")
    of_application = about(
        thanks[(thanks.interview_id == NOBODY) & (thanks.application_id != NOBODY)].drop(columns="interview_id"),
        attended, by=["candidate_id", "contact_id", "application_id"])
    of_any = about(
        thanks[(thanks.interview_id == NOBODY) & (thanks.application_id == NOBODY)].drop(
            columns=["interview_id", "application_id"]),
        attended, by=["candidate_id", "contact_id"])
    thanks = pd.concat([
        thanks.loc[thanks.interview_id != NOBODY, ["interview_id", "contact_id", "candidate_id", "happened_at"]],
        of_application.loc[of_application.interview_id.notna(), ["interview_id", "contact_id", "candidate_id", "happened_at"]],
        of_any.loc[of_any.interview_id.notna(), ["interview_id", "contact_id", "candidate_id", "happened_at"]],
    ]).astype({"interview_id": "int64"})

    return rows.assign(
        party_kind="contact",
        party_id=rows.contact_id,
        anchor_at=rows.ends_at,
        asked_from=rows.ends_at,
        asked_until=rows.withdrawn_at,
        until_reason="the application was withdrawn",
        opens_at=rows.ends_at,
        due_at=rows.ends_at + pd.Timedelta(hours=facts.parameters["thank_you_email.due_hours"]),
        expires_at=rows.ends_at + pd.Timedelta(hours=facts.parameters["thank_you_email.expires_hours"]),
        done_at=first_since(rows, thanks, ["candidate_id", "interview_id", "contact_id"], "ends_at"),
        remark=np.where(rows.email.isna(), "no email on file", None),
    )


def reference_heads_up(facts):
    calendar = facts.calendar
    first = (facts.interviews.sort_values(["application_id", "starts_at", "external_id"])
             .drop_duplicates("application_id"))
    first = first.loc[first.scheduled_at.notna(), ["application_id", "scheduled_at", "starts_at", "ends_at"]]
    references = facts.references[["reference_id", "candidate_id", "added_at", "active_from", "active_until"]]
    rows = (facts.applications[["application_id", "candidate_id", "withdrawn_at", "open_until"]]
            .merge(first, on="application_id")
            .merge(facts.contactable_candidates(), on="candidate_id")
            .merge(references, on="candidate_id", suffixes=("", "_of_reference")))
    rows["opens_at"] = latest(rows.scheduled_at, rows.added_at)
    asked_until = earliest(rows.withdrawn_at, rows.active_until, rows.open_until, rows.active_until_of_reference)

    told = facts.touched("candidate", "reference", "heads_up")
    told = told[["actor_id", "party_id", "application_id", "happened_at"]].rename(
        columns={"actor_id": "candidate_id", "party_id": "reference_id"})
    named = told.groupby(["candidate_id", "reference_id", "application_id"]).happened_at.min()
    rows = rows.join(named.rename("told_by_name"), on=["candidate_id", "reference_id", "application_id"])
    told_unnamed = first_since(rows, told[told.application_id == NOBODY], ["candidate_id", "reference_id"], "opens_at")

    return rows.assign(
        party_kind="reference",
        party_id=rows.reference_id,
        anchor_at=rows.starts_at,
        asked_from=latest(rows.opens_at, rows.active_from),
        asked_until=asked_until,
        until_reason=np.select(
            [asked_until == rows.withdrawn_at, asked_until == rows.active_until, asked_until == rows.open_until],
            ["the application was withdrawn", "the candidate is no longer active", "the job order is no longer open"],
            "the reference is no longer active"),
        due_at=latest(
            rows.opens_at, calendar.plus_business_days(rows.starts_at, -facts.parameters["reference_heads_up.due_bd"])),
        expires_at=calendar.plus_business_days(rows.ends_at, facts.parameters["reference_heads_up.expires_bd"]),
        done_at=earliest(rows.told_by_name.astype(UTC), told_unnamed),
        remark=None,
    )


def check_in_policy(facts):
    """Per client how often a silent one is asked: its policy, else its own setting, else the agency's."""
    own = facts.policy[facts.policy.client_id != NOBODY]
    clients = facts.clients.set_index("client_id")[["check_in_mode", "check_in_cap", "check_in_days"]].astype(object)
    by_policy = {
        key: own[own.key == key].set_index("client_id").value.reindex(clients.index).astype(object)
        for key in clients.columns
    }
    chosen = {
        key: by_policy[key].fillna(clients[key]).fillna(facts.practice[key]) for key in clients.columns
    }
    single = chosen["check_in_mode"] == "single"
    deciding = {key: np.select([by_policy[key].notna(), clients[key].notna()], words[:2], words[2]) for key, words in {
        "check_in_mode": (
            "only one, set for this client by policy", "only one, this client's own setting",
            "only one, the agency's setting"),
        "check_in_cap": ("limit set for this client by policy", "this client's own limit", "the agency's limit"),
    }.items()}
    return pd.DataFrame({
        "cap": chosen["check_in_cap"].astype("int64").mask(single, 1),
        "days": chosen["check_in_days"].astype("int64"),
        "cap_set_by": np.where(single, deciding["check_in_mode"], deciding["check_in_cap"]),
    }, index=clients.index)


def silences(facts):
    """One row per silence of an application, ended_at NaT while it lasts; named by what begins it."""
    interviews = facts.interviews[["application_id", "interview_id", "external_id", "scheduled_at", "starts_at", "ends_at"]]
    touches = facts.touches
    words = touches[
        (touches.actor_kind == "contact") & (touches.application_id != NOBODY)
        & ((touches.party_kind == "recruiter")
           | ((touches.party_kind == "candidate") & (touches.party_id == touches.candidate_id)))]
    words = words[["application_id", "actor_id", "external_id", "happened_at"]]
    words = (words.merge(facts.contacts[["contact_id", "client_id"]], left_on="actor_id", right_on="contact_id")
             .merge(facts.applications[["application_id", "client_id"]], on=["application_id", "client_id"]))

    beginnings = pd.concat([
        interviews[["application_id", "interview_id", "external_id", "ends_at"]].rename(columns={"ends_at": "began_at"}),
        words[["application_id", "external_id", "happened_at"]].rename(columns={"happened_at": "began_at"}),
    ], ignore_index=True)
    beginnings = (beginnings.sort_values(["application_id", "began_at", "external_id", "interview_id"])
                  .drop_duplicates(["application_id", "began_at"])
                  .sort_values("began_at"))

    # The next word, and the earliest scheduling of any interview that ends later.
    later = functools.partial(
        pd.merge_asof, by="application_id", direction="forward", allow_exact_matches=False, left_on="began_at")
    next_words = words[["application_id", "happened_at"]].sort_values("happened_at")
    scheduled = interviews.assign(scheduled=interviews.scheduled_at.fillna(interviews.starts_at))
    scheduled = scheduled.sort_values("ends_at", ascending=False, kind="stable")
    # As numbers, since that is what a running minimum is quick at.
    scheduled["scheduled"] = pd.to_datetime(
        scheduled.scheduled.astype("int64").groupby(scheduled.application_id).cummin(), utc=True)
    scheduled = scheduled[["application_id", "ends_at", "scheduled"]].iloc[::-1]
    result = later(beginnings, next_words, right_on="happened_at")
    result = later(result, scheduled, right_on="ends_at")
    result = result.merge(facts.applications, on="application_id")
    result["ended_at"] = earliest(result.closed_at, result.happened_at, result.scheduled)
    result["end_reason"] = np.select(
        [result.ended_at == result.closed_at, result.ended_at == result.happened_at],
        ["the application was decided", "the client spoke"], "another interview was scheduled")
    return result[result.ended_at.isna() | (result.ended_at > result.began_at)].reset_index(drop=True)


def client_check_in(facts):
    calendar = facts.calendar
    quiet = silences(facts).drop(columns=["happened_at", "scheduled", "ends_at", "closed_at"])
    quiet["silence"] = quiet.index
    # A hiring contact who may not be contacted is not asked; one who is not known stays empty.
    off_limits = facts.contacts.loc[facts.contacts.off_limits, "contact_id"]
    quiet = quiet[~quiet.hiring_contact_id.isin(off_limits)]

    asked = facts.touched("recruiter", "contact", "check_in")
    asked = asked.loc[asked.application_id != NOBODY, ["application_id", "party_id", "external_id", "happened_at"]]
    asked = (asked.merge(facts.contacts[["contact_id", "client_id"]], left_on="party_id", right_on="contact_id")
             .merge(quiet[["silence", "application_id", "client_id", "began_at", "ended_at"]],
                    on=["application_id", "client_id"]))
    asked = asked[(asked.happened_at >= asked.began_at) & (asked.ended_at.isna() | (asked.happened_at < asked.ended_at))]

    # Check-in k is asked from check-in k - 1 on, the first from the silence's beginning.
    steps = pd.concat([
        quiet[["silence", "began_at"]].assign(place=0, id="").rename(columns={"began_at": "moment"}),
        asked[["silence", "happened_at", "external_id"]].assign(place=1).rename(
            columns={"happened_at": "moment", "external_id": "id"}),
    ]).sort_values(["silence", "place", "moment", "id"], ignore_index=True)
    steps["k"] = steps.groupby("silence").cumcount() + 1
    steps["done_at"] = steps.groupby("silence").moment.shift(-1)

    rows = (steps.merge(quiet, on="silence")
            .merge(check_in_policy(facts), left_on="client_id", right_index=True)
            .merge(facts.candidates[["candidate_id", "active_until"]], on="candidate_id"))
    rows = rows[rows.k <= rows.cap].reset_index(drop=True)
    asked_until = earliest(rows.ended_at, rows.active_until, rows.open_until)
    due_at = calendar.rolled(calendar.plus_days(rows.moment, rows.days))
    nobody = rows.hiring_contact_id == NOBODY
    k = rows.k.astype(str)
    return rows.assign(
        occurrence=rows.external_id + "/" + k,
        party_kind=np.where(nobody, None, "contact"),
        party_id=rows.hiring_contact_id.mask(nobody),
        recruiter_id=rows.job_order_recruiter_id,
        anchor_at=rows.moment,
        asked_from=rows.moment,
        asked_until=asked_until,
        until_reason=np.select(
            [asked_until == rows.ended_at, asked_until == rows.active_until],
            [rows.end_reason, "the candidate is no longer active"], "the job order is no longer open"),
        opens_at=calendar.plus_days(due_at, -facts.parameters["client_check_in.opens_days"]),
        due_at=due_at,
        remark="check-in " + k + " of at most " + rows.cap.astype(str) + " (" + rows.cap_set_by + ")"
        + np.where(rows.k == rows.cap, "; the last one in this silence", "")
        + np.where(nobody, "; no hiring contact is known", ""),
    )


def candidate_check_in(facts):
    calendar = facts.calendar
    rows = facts.contactable_candidates().reset_index(drop=True)
    spoke = facts.touched("candidate", "recruiter").groupby("actor_id").happened_at.max()
    heard = facts.touched("recruiter", "candidate").groupby("party_id").happened_at.max()
    asked_from = latest(
        rows.candidate_id.map(spoke).astype(UTC),
        rows.candidate_id.map(heard).astype(UTC),
        calendar.at_local(rows.search_started_on, facts.parameters["candidate_check_in.start_time"]))
    due_at = calendar.rolled(calendar.plus_days(asked_from, int(facts.practice.candidate_check_in_days)))
    return rows.assign(
        party_kind="candidate",
        party_id=rows.candidate_id,
        anchor_at=asked_from,
        asked_from=asked_from,
        asked_until=rows.active_until,
        until_reason="the candidate is no longer active",
        opens_at=calendar.plus_days(due_at, -facts.parameters["candidate_check_in.opens_days"]),
        due_at=due_at,
        remark=None,
    )


def reference_thanks(facts):
    checks = facts.touched("contact", "reference", "reference_check")
    checks = checks.loc[
        checks.application_id != NOBODY, ["candidate_id", "application_id", "actor_id", "party_id", "happened_at"]]
    checks = (checks.merge(facts.contacts[["contact_id", "client_id"]], left_on="actor_id", right_on="contact_id")
              .merge(facts.applications[["application_id", "client_id"]], on=["application_id", "client_id"]))
    called = (checks.groupby(["candidate_id", "application_id", "party_id"]).happened_at.min().rename("called_at")
              .reset_index().rename(columns={"party_id": "reference_id"}))
    references = facts.references[["candidate_id", "reference_id", "email", "active_from", "active_until"]]
    rows = (called.merge(references, on=["candidate_id", "reference_id"])
            .merge(facts.contactable_candidates()[["candidate_id", "recruiter_id"]], on="candidate_id"))

    thanks = facts.touched("candidate", "reference", "thanks")
    thanks = thanks[["actor_id", "party_id", "application_id", "happened_at"]].rename(
        columns={"actor_id": "candidate_id", "party_id": "reference_id"})
    named = first_since(
        rows, thanks[thanks.application_id != NOBODY], ["candidate_id", "reference_id", "application_id"], "called_at")
    unnamed = first_since(
        rows, thanks[thanks.application_id == NOBODY], ["candidate_id", "reference_id"], "called_at")
    return rows.assign(
        party_kind="reference",
        party_id=rows.reference_id,
        anchor_at=rows.called_at,
        asked_from=latest(rows.called_at, rows.active_from),
        asked_until=rows.active_until,
        until_reason="the reference is no longer active",
        opens_at=rows.called_at,
        due_at=facts.calendar.plus_business_days(rows.called_at, facts.parameters["reference_thanks.due_bd"]),
        done_at=earliest(named, unnamed),
        remark=np.where(rows.email.isna(), "no email on file", None),
    )


RULES = {
    rule.__name__: rule
    for rule in (thank_you_email, reference_heads_up, client_check_in, candidate_check_in, reference_thanks)
}

# Which of the key's ids a rule is per; the others stay empty, whatever was joined on the way.
PER = {
    "thank_you_email": ["application_id", "interview_id", "contact_id"],
    "reference_heads_up": ["application_id", "reference_id"],
    "client_check_in": ["application_id", "interview_id"],
    "candidate_check_in": [],
    "reference_thanks": ["application_id", "reference_id"],
}


def life(facts, rule):
    """The rule's follow-ups that exist at some time, with the columns of the contract."""
    rows = RULES[rule](facts)
    for name in ("application_id", "interview_id", "contact_id", "reference_id"):
        if name not in PER[rule]:
            rows[name] = pd.NA
    for name in ("expires_at", "done_at"):
        if name not in rows:
            rows[name] = pd.Series(pd.NaT, index=rows.index, dtype=UTC)
    if "occurrence" not in rows:
        rows["occurrence"] = ""
    rows["rule"] = rule
    rows["agency_id"] = facts.agency
    rows = rows[common.LIFE_COLUMNS].astype({
        **{name: "Int64" for name in common.LIFE_COLUMNS if name.endswith("_id")},
        **{name: UTC for name in common.LIFE_COLUMNS if name.endswith(("_at", "_from")) or name == "asked_until"},
    })
    exists = (rows.asked_from.notna() & rows.anchor_at.notna()
              & (rows.expires_at.isna() | (rows.expires_at > rows.asked_from))
              & (rows.asked_until.isna() | (rows.asked_until > rows.asked_from)))
    rows = rows[exists].reset_index(drop=True)
    rows["until_reason"] = rows.until_reason.where(rows.asked_until.notna(), None)
    too_late = rows.done_at > rows.asked_until
    after = rows.done_at > rows.expires_at
    too_late |= after & (rows.done_at >= rows.asked_until) if rule in common.LATE_COUNTS else after
    rows["done_at"] = rows.done_at.mask(too_late)
    return rows


# ---------------------------------------------------------------- writing

def iso_local(moments, zone):
    """ISO 8601 with the offset, in seconds; empty for an unknown moment."""
    there = moments.dt.tz_convert(zone)
    local = there.dt.tz_localize(None)
    minutes = ((local - moments.dt.tz_localize(None)) // pd.Timedelta(minutes=1)).fillna(0).astype("int64")
    offsets = minutes.map({n: f"{'-' if n < 0 else '+'}{abs(n) // 60:02}:{abs(n) % 60:02}" for n in minutes.unique()})
    text = np.datetime_as_string(local.to_numpy().astype("datetime64[s]"))
    return (pd.Series(text, index=moments.index) + offsets).where(moments.notna(), None)


def lists(facts, follow_ups, as_of):
    """What is open, with names instead of ids, in the order of the lists."""
    closes_at = earliest(follow_ups.done_at, follow_ups.expires_at, follow_ups.asked_until)
    rows = follow_ups[(follow_ups.asked_from <= as_of) & (closes_at.isna() | (closes_at > as_of))]
    people = pd.concat([
        facts.contacts[["contact_id", "name", "client_id", "email", "phone"]].merge(
            facts.clients[["client_id", "name"]].rename(columns={"name": "company"}), on="client_id"
        ).rename(columns={"contact_id": "party_id"}).assign(party_kind="contact"),
        facts.references[["reference_id", "name", "company", "email", "phone"]].rename(
            columns={"reference_id": "party_id"}).assign(party_kind="reference"),
        facts.candidates[["candidate_id", "name", "email", "phone"]].rename(
            columns={"candidate_id": "party_id"}).assign(party_kind="candidate"),
    ]).drop(columns="client_id").rename(columns={
        "name": "party", "company": "party_company", "email": "party_email", "phone": "party_phone"})
    positions = facts.applications[["application_id", "title", "client_id"]].merge(
        facts.clients[["client_id", "name"]], on="client_id").drop(columns="client_id").rename(
            columns={"title": "job_order", "name": "client"})
    rows = (rows.merge(people.astype({"party_id": "Int64"}), on=["party_kind", "party_id"], how="left")
            .merge(facts.candidates[["candidate_id", "external_id", "name"]].rename(columns={"name": "candidate"}),
                   on="candidate_id")
            .merge(positions.astype({"application_id": "Int64"}), on="application_id", how="left")
            .merge(facts.recruiters[["recruiter_id", "external_id", "time_zone"]].rename(
                columns={"external_id": "recruiter"}), on="recruiter_id"))
    rows = rows.sort_values(
        ["recruiter", "recruiter_id", "due_at", "rule", "external_id", "application_id", "interview_id", "contact_id",
         "reference_id", "occurrence"], ignore_index=True)
    rows["rank"] = rows.groupby("recruiter_id").cumcount() + 1
    rows["bucket"] = np.select([rows.due_at < as_of, rows.opens_at <= as_of], ["overdue", "due"], "upcoming")
    zones = rows.pop("time_zone").fillna(facts.practice.time_zone)
    moments = ["opens_at", "due_at", "expires_at"]
    if len(rows):
        rows[moments] = pd.concat([
            part[moments].apply(iso_local, zone=zone) for zone, part in rows.groupby(zones)])
    return rows.drop(columns="candidate_id").rename(columns={"external_id": "candidate_id"})


def write_lists(facts, rows, out):
    rows = dict(tuple(rows.groupby("recruiter_id")))
    nothing = pd.DataFrame(columns=common.LIST_COLUMNS)
    for recruiter in facts.recruiters.itertuples():
        if recruiter.active or recruiter.recruiter_id in rows:
            rows.get(recruiter.recruiter_id, nothing).to_csv(
                common.list_file(out, facts.agency, recruiter.external_id), columns=common.LIST_COLUMNS, index=False,
                lineterminator="\r\n")


def night(connection, agency, as_of, out, with_life):
    began = time.monotonic()
    connection.execute(
        sqlalchemy.text("SELECT set_config('followup.agency_id', :agency, false)"), {"agency": str(agency)})
    facts = Facts(connection, agency)
    read = time.monotonic()
    follow_ups = pd.concat([life(facts, rule) for rule in common.subset()], ignore_index=True)
    computed = time.monotonic()
    common.empty_folder_for(out, agency)
    write_lists(facts, lists(facts, follow_ups, as_of), out)
    listed = time.monotonic()
    if with_life:
        follow_ups.to_csv(common.life_file(out, agency), index=False, lineterminator="\r\n")
    print(f"agency {agency}: {len(facts.candidates)} candidates, {len(follow_ups)} follow-ups; read {read - began:.1f} s, "
          f"computed {computed - read:.1f} s, lists {listed - computed:.1f} s, whole life {time.monotonic() - listed:.1f} s, "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("conninfo", help="as for psql")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--agency", type=int, help="its number")
    which.add_argument("--all", action="store_true", help="one after the other")
    parser.add_argument("--as-of", required=True, help="ISO 8601 with offset")
    parser.add_argument("--out", required=True, help="folder")
    parser.add_argument("--no-life", action="store_true", help="only the lists")
    arguments = parser.parse_args()
    as_of = pd.Timestamp(arguments.as_of)
    if as_of.tz is None:
        parser.error("--as-of wants an offset, such as 2026-11-20T09:30:00-05:00")
    unknown = set(common.subset()) - set(RULES)
    if unknown:
        sys.exit(f"not written here: {', '.join(sorted(unknown))}")
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg2://", creator=lambda: psycopg2.connect(arguments.conninfo, options="-c TimeZone=UTC"))
    # stream_results: a server-side cursor, so that chunks are chunks. One snapshot for all tables.
    options = {"stream_results": True, "isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection:
        agencies = [arguments.agency]
        if arguments.all:
            agencies = pd.read_sql(sqlalchemy.text("SELECT agency_id FROM agency ORDER BY agency_id"), connection).agency_id
        for agency in agencies:
            night(connection, int(agency), as_of.tz_convert("UTC"), arguments.out, not arguments.no_life)


if __name__ == "__main__":
    main()
