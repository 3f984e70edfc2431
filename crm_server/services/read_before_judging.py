"""What a group of pushes reads before anything of it is judged, and the judgement of the tokens it came with."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from crm_desktop.models.changes import Transaction
from crm_server.services.load_rights import MOST_LOOKED_THROUGH, RIGHTS_ARE_MADE_OF, RightsMemory
from crm_server.services.push_jobs import PushJob
from crm_server.services.sessions import what_ended
from crm_server.store.group_reading import GroupFacts, GroupQuestion, read_group
from crm_server.tokens import digest


class SessionsEnded(Exception):
    """Tokens of a group turned out to be over, `problems` says why; nothing was decided."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("sessions have ended")
        self.problems = dict(problems)


def read_before_judging(
    connection: Connection,
    memory: RightsMemory,
    jobs: Mapping[str, Sequence[PushJob]],
    everything: Mapping[str, Sequence[Transaction]],
    now: int,
) -> GroupFacts:
    """Read what must be known of organisations' jobs, `everything` their transactions; bring the memory up to date.

    Raises SessionsEnded where tokens are over, and LookupError where an organisation does not exist.
    """
    hashes = {job.token: digest(job.token) for own in jobs.values() for job in own if job.token}
    looked = memory.looked(everything)
    asked = GroupQuestion(
        {org_id: [each.id for each in some] for org_id, some in everything.items()},
        hashes.values(),
        looked,
        RIGHTS_ARE_MADE_OF,
        MOST_LOOKED_THROUGH,
    )
    facts = read_group(connection, asked)
    judged = {token: what_ended(facts.sessions.get(hashed), now) for token, hashed in hashes.items()}
    if problems := {token: problem for token, problem in judged.items() if problem}:
        raise SessionsEnded(problems)
    memory.note(looked, {org_id: state.sequence for org_id, state in facts.states.items()}, facts.touched)
    return facts
