"""What a comparison of database and declarations looks at, and how a step names our types."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from crm_desktop.models.tables import StringSet


def compared_objects(item: Any, name: str | None, type_: str, reflected: bool, compare_to: Any) -> bool:  # noqa: ARG001
    """Tell whether the object is ours: search keeps tables of its own, which can be made again at any time."""
    table = name if type_ == "table" else getattr(getattr(item, "table", None), "name", "")
    return not str(table).startswith("search")


def render_type(type_: str, item: Any, context: AutogenContext) -> str | Literal[False]:  # noqa: ARG001
    """Write a set as the text it is stored as, so that a step stays true when our classes change."""
    return "sa.Text()" if type_ == "type" and isinstance(item, StringSet) else False
