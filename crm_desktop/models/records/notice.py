"""Notices of the organisation to its people, and who has read them and fetched their files."""

from crm_desktop.models.fields import (
    RecordKind,
    Rule,
    Searched,
    Shown,
    choice,
    day,
    flag,
    link,
    members,
    moment,
    note,
    text,
)

SINCE = 5

NOTICE = RecordKind(
    name="notice",
    plural="notices",
    icon="megaphone",
    title="subject",
    since=SINCE,
    fields=(
        text("subject", required=True, searched=Searched.NAME),
        note("body"),
        choice("audience", "everyone", "team", "people", default="people", rule=Rule.GUARD),
        moment("published_at", required=True, indexed=True),
        day("expires_on"),
        flag("wants_receipts", default=True),
        link("owner_id", "user"),
    ),
)
"""`owner_id` is the publisher, `team` his or her unit. To `people` it comes by shares, which are made in the same act.
Files are attachments with the same audience."""

NOTICE_RECEIPT = RecordKind(
    name="notice_receipt",
    plural="notice_receipts",
    icon="circle-check",
    title="notice_id",
    since=SINCE,
    fields=(
        link("notice_id", "notice", required=True, rule=Rule.GUARD),
        link("owner_id", "user", required=True, rule=Rule.GUARD),
        moment("read_at", required=True, shown=Shown.INTERNAL),
        members("downloaded_ids", "attachment", shown=Shown.INTERNAL),
    ),
)
"""`owner_id` is the reader; a share made in the same act shows the receipt to the publisher."""
