"""The moments at which a process may die: the one list of the simulation, of tests of real processes, of the proofs.

Nothing in the product acts on it. A promise must hold at each of these moments without knowing its name.
"""

from enum import StrEnum


class CrashPoint(StrEnum):
    """`before`, `within` and `after` are seen from one durable commit; the order is the one that seeds count on."""

    AFTER_COMMIT = "after commit"
    """An act is durable on the device, and nobody else has heard of it."""
    BEFORE_BEGIN_SNAPSHOT = "before begin_snapshot"
    AFTER_BEGIN_SNAPSHOT = "after begin_snapshot"
    BEFORE_SNAPSHOT_PAGE = "before apply_snapshot_page"
    AFTER_SNAPSHOT_PAGE = "after apply_snapshot_page"
    BEFORE_FINISH_SNAPSHOT = "before finish_snapshot"
    AFTER_FINISH_SNAPSHOT = "after finish_snapshot"
    BEFORE_PULL_PAGE = "before apply_pull_page"
    AFTER_PULL_PAGE = "after apply_pull_page"
    BEFORE_RECORD = "before record"
    """The server's answer to a push is here, and the outbox does not know it yet."""
    AFTER_RECORD = "after record"
    WITHIN_SNAPSHOT_PAGE = "within apply_snapshot_page"
    WITHIN_PULL_PAGE = "within apply_pull_page"
    WITHIN_RECORD = "within record"
    WITHIN_SWEEP = "within finish_snapshot"
    """Some of the rows that left the user's sight are deleted, others not yet."""
    WITHIN_REQUEST = "within request"
    """Half a push has left the device."""
    WITHIN_ANSWER = "within answer"
    """The server has committed a push, and half its answer has left."""
    WITHIN_MIGRATION = "within migration"
    WITHIN_REKEY = "within rekey"
    WITHIN_ACCEPTANCE = "within acceptance"
    """The server has written some rows of a push."""
    BEFORE_SERVER_COMMIT = "before server commit"
    AFTER_SERVER_COMMIT = "after server commit"
    """The server has committed a push, and has not begun to answer."""
    WITHIN_SERVER_MIGRATION = "within server migration"


IN_A_SYNC = tuple(CrashPoint)[: tuple(CrashPoint).index(CrashPoint.WITHIN_SWEEP)]
"""Those that lie between what a device does to its own replica."""
AROUND_COMMITS = tuple(point for point in IN_A_SYNC if not point.startswith("within"))[1:]
"""Just before and just after each commit of a sync."""
AT_THE_SERVER = tuple(CrashPoint)[tuple(CrashPoint).index(CrashPoint.WITHIN_ACCEPTANCE) :]
