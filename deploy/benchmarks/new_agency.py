"""The files of an agency that begins: every file of `followup import canonical`, in any size, the same bytes every time."""
import csv

DAY = "2026-11-19"

TABLES = {
    "recruiters": ("id name email manager", lambda k, size: (
        f"r{k}", f"Recruiter {k}", f"recruiter{k}@agency.example", "" if k % 20 == 0 else f"r{k - k % 20}")),
    "absences": ("recruiter from until cover", lambda k, size: (f"r{k}", "2026-10-05", "2026-10-09", "")),
    "clients": ("id name", lambda k, size: (f"cl{k}", f"Client {k}")),
    "contacts": ("id client name email phone", lambda k, size: (
        f"ct{k}", f"cl{k // 4 % size['clients']}", f"Contact {k}", f"contact{k}@client{k // 4}.example", f"+1 646 555 {k:06}")),
    "job_orders": ("id client title recruiter hiring_contact", lambda k, size: (
        f"jo{k}", f"cl{k % size['clients']}", f"Position {k}", f"r{k % size['recruiters']}", "")),
    "candidates": ("id name email recruiter search_started_on", lambda k, size: (
        f"c{k}", f"Candidate {k}", f"candidate{k}@home.example", f"r{k % size['recruiters']}", "2026-10-01")),
    "applications": ("id candidate job_order stage stage_since", lambda k, size: (
        f"a{k}", f"c{k}", f"jo{k % size['job_orders']}", "interviewing", "2026-11-02T10:00:00-05:00")),
    "stages": ("application stage since", lambda k, size: (f"a{k}", "submitted", "2026-10-20T10:00:00-04:00")),
    "interviews": ("id application scheduled_at starts_at ends_at", lambda k, size: (
        f"i{k}", f"a{k}", "2026-11-10T09:00:00-05:00", f"{DAY}T15:00:00-05:00", f"{DAY}T16:00:00-05:00")),
    "attendees": ("interview contact role", lambda k, size: (
        f"i{k // 2}", f"ct{(k * 7 + k % 2) % size['contacts']}", "interviewer")),
    "references": ("id candidate name email consent added_at", lambda k, size: (
        f"rf{k}", f"c{k // 2}", f"Reference {k}", f"reference{k}@firm.example", "yes", "2026-10-10T10:00:00-04:00")),
    "touches": ("id happened_at actor_kind actor party_kind party channel purpose candidate", lambda k, size: (
        f"t{k}", f"2026-11-{2 + k % 16:02}T11:{k % 60:02}:00-05:00", "recruiter", f"r{k % size['recruiters']}", "candidate",
        f"c{k // 3}", "call", "check_in", f"c{k // 3}")),
    "holidays": ("date name", lambda k, size: ("2026-11-26", "Thanksgiving Day")),
    "policy": ("key value", lambda k, size: ("check_in_days", "7")),
}


def write(folder, candidates):
    """Writes the files into the folder; how many rows they have together."""
    size = {name: candidates for name in TABLES}
    size |= {"recruiters": -(-candidates // 50), "absences": -(-candidates // 50), "clients": -(-candidates // 20),
             "contacts": candidates // 2, "job_orders": -(-candidates // 10), "attendees": 2 * candidates,
             "references": 2 * candidates, "touches": 3 * candidates, "holidays": 1, "policy": 1}
    folder.mkdir(parents=True, exist_ok=True)
    for name, (columns, row) in TABLES.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(columns.split())
            rows.writerows(row(k, size) for k in range(size[name]))
    return sum(size.values())
