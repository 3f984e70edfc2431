"""The sample organisation: built from `resources/sample-data`, in either language, around any day; for trying out only.

    made = write_sample(database, clock, "zh", date.today())

All its people sign in with `SAMPLE_PASSWORD`; that is why it must never stand beside real data on an open server.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_server.passwords import hash_password
from crm_server.services import sample_fill, sample_interviews, sample_records, sample_study
from crm_server.services.bulk_write import write_in
from crm_server.services.sample_files import Language, Sheet, document, rows_of, sample_id
from crm_server.services.sample_frame import frame
from crm_server.store import credentials
from crm_server.store.engine import Database
from crm_server.store.organisations import add_organisation, list_organisations

SAMPLE_PASSWORD = "fieldline-demo"  # noqa: S105 - printed on purpose, see the docstring
CSM, MANAGER, ADMINISTRATOR = "lin.yue", "zhao.lan", "admin"
"""Sign-in names of the sample's main characters."""
_SEED = 20_260_312


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """What was made: the organisation, and who signs in by which name."""

    org_id: str
    people: dict[str, str]
    """Sign-in name → user id."""
    records: int


def build_sample(language: Language, today: date) -> list[Create]:
    """Return the whole sample as edits, in the order in which they must be made."""
    sheet = Sheet(language, today)
    random = Random(_SEED)  # noqa: S311 - the same sample each time, nothing secret
    happened = [*sample_records.activities(sheet), *sample_fill.activities(sheet, random)]
    return [
        *frame(sheet),
        *sample_records.accounts(sheet, _last_contacts(happened)),
        *sample_records.contacts(sheet),
        *sample_fill.contacts(sheet, random),
        *sample_records.opportunities(sheet),
        *sample_fill.opportunities(sheet, random),
        *sample_records.tasks(sheet),
        *sample_fill.tasks(sheet, random),
        *sample_records.visits(sheet),
        *sample_fill.visits(sheet, random),
        *happened,
        *sample_records.notes(sheet),
        *sample_study.study(sheet),
        *sample_interviews.interviews(sheet),
    ]


def write_sample(database: Database, clock: Clock, language: Language, today: date) -> SampleOrganisation:
    """Write the sample in one commit; raises Refused("sample.exists") when it is there already."""
    org_id = sample_id("organisation", "organisation")
    people = {user["sign_in_name"]: sample_id("user", user["key"]) for user in document("organisation")["users"]}
    edits = build_sample(language, today)
    hashes = {name: hash_password(SAMPLE_PASSWORD) for name in people}
    with database.write() as connection:
        if org_id in list_organisations(connection):
            raise Refused("sample.exists")
        if any(credentials.name_holder(connection, name) is not None for name in people):
            raise Refused("user.name_taken")
        now = clock.now()
        add_organisation(connection, org_id)
        for name, user_id in people.items():
            credentials.set_password(connection, (org_id, user_id), name, hashes[name], now)
        write_in(connection, now, (org_id, people[ADMINISTRATOR]), "sample", edits)
    return SampleOrganisation(org_id, people, len(edits))


def _last_contacts(happened: list[Create]) -> dict[str, int]:
    """Return the moment of each account's newest activity, by the account's key."""
    newest: dict[str, int] = {}
    for activity in happened:
        account, moment = str(activity.values["account_id"]), activity.values["happened_at"]
        assert isinstance(moment, int)
        newest[account] = max(newest.get(account, moment), moment)
    return {row["key"]: newest[sample_id("account", row["key"])] for row in rows_of("accounts")}
