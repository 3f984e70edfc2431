"""Small files as people have them: US dates, a product spelt otherwise, no account; for tests and pictures."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.models.edits import Create
from crm_desktop.store.opening import Store

DEALS = {
    "en": """opportunity_id,product,account,deal_stage,engage_date,close_value
OP-001,GTX Pro,Hengchuan Precision,Won,10/20/2016,"$4,514"
OP-002,GTXPro,Ruichi Cold Chain,Discovery,10/25/2016,550
OP-003,GTXPro,,Proposal,11/3/2016,1054
OP-004,GTX Pro,Yunhe Foods,Qualify,11/9/2016,
OP-005,GTXPro,Beichen Valves,Negotiation,12/1/2016,3200
OP-006,GTX Pro,,Lost,12/15/2016,0
OP-007,GTX Pro,Anze Medical,Proposal,13/45/2016,700
""",
    "zh": """商机编号,产品,客户,阶段,开始日期,金额
OP-001,GTX Pro,恒川精密制造,赢单,10/20/2016,"￥4,514"
OP-002,GTXPro,锐驰冷链,需求,10/25/2016,550
OP-003,GTXPro,,方案,11/3/2016,1054
OP-004,GTX Pro,云禾食品,接洽,11/9/2016,
OP-005,GTXPro,北辰阀门,谈判,12/1/2016,3200
OP-006,GTX Pro,,输单,12/15/2016,0
OP-007,GTX Pro,安泽医疗器械,方案,13/45/2016,700
""",
}
"""Opportunities: three name the product "GTXPro", two have no account, one has a date that is none."""

ACCOUNTS = """Name,Industry,Employees,Renewal date
Hengchuan Precision,machinery,430,3/4/2027
Northwind Tools,machinery,85,5/6/2027
"""
"""Accounts: one that the sample knows, one that is new, and dates that can be read both ways."""


def write_deals(folder: Path, language: str = "en") -> Path:
    """Write the opportunities, as a spreadsheet in that language would."""
    path = folder / ("sales_pipeline.csv" if language == "en" else "商机.csv")
    path.write_text(DEALS[language], encoding="utf-8" if language == "en" else "gb18030")
    return path


def write_people(folder: Path) -> Path:
    """Write vCards as a phone would: one person whom the sample knows by telephone, one without a company."""
    path = folder / "联系人.vcf"
    people = (
        ("周敏", "新湖泵业", "采购经理", "137 1111 0001"),
        ("孙杰", "新湖泵业", "设备主管", "138 0000 1234"),
        ("Ann Example", "", "Plant manager", "137 1111 0003"),
    )
    path.write_text(
        "".join(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:{company}\r\nTITLE:{title}\r\nTEL;TYPE=CELL:{mobile}\r\n"
            "ADR;TYPE=WORK:;;星湖街 1 号;苏州;江苏;215000;中国\r\nEND:VCARD\r\n"
            for name, company, title, mobile in people
        ),
        "utf-8",
    )
    return path


def add_product(store: Store) -> str:
    """Put the product into the catalogue that the file spells otherwise; return its id."""
    create = Create("product", {"name": "GTX Pro", "active": True})
    store.door.commit("product.create", [create])
    return create.id
