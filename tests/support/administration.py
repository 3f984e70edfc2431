"""Makes whoever works on a sample's desk an administrator, as a server would that changed their role."""

from crm_desktop.views.desk import Desk
from tests.store.server_side import batch, pulled, row
from tests.support.sample import ident


def let_administer(desk: Desk) -> None:
    """Give the role of the sample's people the right to administer."""
    permissions = ["administer", "assign", "import"]
    role = row(
        ident("csm"), name="Administrator", reads=["*:all"], writes=["*:all"], field_rights=[], permissions=permissions
    )
    desk.store.replica.apply_pull_page(pulled(12, batch("role", [role])))
    desk.refresh.announce({"role"})
