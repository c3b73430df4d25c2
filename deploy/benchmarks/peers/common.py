"""What the two peers share: which rules, which numbers, which columns, where the files go. No calendar and no rule: each
peer has its own, since that is what is compared."""
import pathlib
import urllib.parse

SUBSET_FILE = pathlib.Path(__file__).resolve().parent.parent / "subset.txt"

# A follow-up's whole life, as the rule contract has it.
LIFE_COLUMNS = (
    "rule agency_id candidate_id application_id interview_id contact_id reference_id occurrence party_kind party_id "
    "recruiter_id anchor_at asked_from asked_until until_reason opens_at due_at expires_at done_at remark"
).split()

# What makes a follow-up that one.
KEY_COLUMNS = "agency_id candidate_id rule application_id interview_id contact_id reference_id occurrence".split()

# A recruiter's list; times are local to the recruiter.
LIST_COLUMNS = (
    "rank bucket due_at rule party party_company party_email party_phone candidate candidate_id job_order client "
    "opens_at expires_at remark"
).split()

# The practice's numbers; the agency's policy may change each of them, under the same name.
PARAMETERS = {
    "thank_you_email.due_hours": 24,
    "thank_you_email.expires_hours": 24,
    "reference_heads_up.due_bd": 1,
    "reference_heads_up.expires_bd": 2,
    "client_check_in.opens_days": 1,
    "candidate_check_in.start_time": "09:00",
    "candidate_check_in.opens_days": 1,
    "reference_thanks.due_bd": 2,
}

# Rules for which a touch after expires_at still ends the follow-up.
LATE_COUNTS = {"thank_you_email"}


def subset():
    """The rules to compute, in order."""
    return SUBSET_FILE.read_text(encoding="utf-8").split()


def parameters(policy):
    """The numbers in force under an agency's own policy, a dictionary of text."""
    return {
        name: type(default)(policy[name].strip()) if name in policy else default
        for name, default in PARAMETERS.items()
    }


def list_file(out, agency, recruiter):
    """The file of a recruiter's list, named by the recruiter's external id."""
    return pathlib.Path(out, str(agency), "lists", urllib.parse.quote(recruiter, safe="") + ".csv")


def life_file(out, agency):
    """The file of all of an agency's follow-ups."""
    return pathlib.Path(out, str(agency), "follow_ups.csv")


def empty_folder_for(out, agency):
    """Makes the folders of an agency's files and takes out lists of an earlier time."""
    folder = pathlib.Path(out, str(agency), "lists")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
