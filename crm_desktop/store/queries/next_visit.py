"""What is ready for a visit: the interview planned with that account, and how many of its files are on this device."""

from dataclasses import dataclass

from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Readiness:
    """`interview_id` is "" where none is planned; files are those of the account and of all below it."""

    visit_id: str = ""
    interview_id: str = ""
    questions: int = 0
    files: int = 0
    files_here: int = 0


def readiness(reader: Reader, visit_id: str, account_id: str) -> Readiness:
    """Return what is ready; of several interviews the one for this visit, else the one planned last."""
    found = str(
        reader.value(
            "SELECT id FROM interviews WHERE deleted_at IS NULL AND account_id = ? AND coalesce(state, '') <> 'ended'"
            " AND coalesce(visit_id, ?) = ? ORDER BY visit_id IS NULL, id DESC LIMIT 1",
            account_id, visit_id, visit_id,
        )
        or ""
    )  # fmt: skip
    asked = "SELECT count(*) FROM interview_questions WHERE deleted_at IS NULL AND interview_id = ?"
    about = "FROM attachments a {} WHERE a.deleted_at IS NULL AND a.sha256 IS NOT NULL AND a.account_id = ?"
    every, here = ("SELECT count(*) " + about.format(joined) for joined in ("", "JOIN contents c USING (sha256)"))
    return Readiness(
        visit_id,
        found,
        int(reader.value(asked, found)) if found else 0,
        int(reader.value(every, account_id)),
        int(reader.value(here, account_id)),
    )
