"""Which fields the user's own role hides, as the rows here tell it: what is remembered of them leaves the device.

Their columns come empty from the server; what is kept beside the rows is cut in pulled_history.py.
"""

from collections.abc import Collection

from crm_desktop.models.access import hidden_fields
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.rights import RoleValues, build_rights
from crm_desktop.models.values import decode_set
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import USER
from crm_desktop.store.pulled_history import forget_fields

_FIELD_RIGHTS = """
    SELECT roles.field_rights FROM replica
    JOIN users ON users.id = replica.value
    JOIN roles ON roles.id = users.role_id AND roles.deleted_at IS NULL
    WHERE replica.key = ? AND roles.field_rights IS NOT NULL
"""


def forget_hidden(connection: Connection, transactions: Collection[int] | None = None) -> None:
    """Take what the role hides, own fields included, out of what is remembered; of these transactions or of all.

    The server tells nothing of hidden fields, but acts made here are kept whole while they are on their way to it.
    """
    some = transactions is None or len(transactions) > 0
    row = connection.execute(_FIELD_RIGHTS, (USER,)).fetchone() if some else None
    if row is None:
        return
    rights = build_rights("", RoleValues(field_rights=decode_set(row[0])), {}, {})
    for kind in KINDS:
        forget_fields(connection, kind, sorted(hidden_fields(rights, kind)), transactions)
