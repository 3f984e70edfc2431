"""Propose which column is which field, from headers in either language, in anybody's spelling."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from crm_desktop.models.fields import Field, RecordKind
from crm_desktop.models.importing.mapping import FieldSource, Policy, TableMapping, can_be_made_by_name
from crm_desktop.models.importing.matching import squashed
from crm_desktop.models.importing.table import PROBLEM_COLUMN
from crm_desktop.models.importing.words import Words

_LEAST = 0.8
_FUZZY_LETTERS = 4
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "account.name": ("account", "company", "customer", "client", "客户", "公司", "单位", "企业名称", "客户名称"),
    "account.industry": ("sector", "branch", "行业类别", "所属行业"),
    "account.founded": ("year established", "established", "成立年份", "成立时间"),
    "account.employees": ("staff", "headcount", "employee count", "人数", "员工数", "员工人数"),
    "account.country": ("office location", "国别"),
    "account.parent_id": ("subsidiary of", "parent", "上级公司", "母公司"),
    "account.level": ("级别", "等级", "客户级别", "客户等级", "grade"),
    "account.annual_value": ("年合同额", "年度金额", "acv", "arr"),
    "account.renewal_on": ("续约日期", "到期日", "到期日期", "renewal date"),
    "account.owner_id": ("sales agent", "sales rep", "responsible", "负责人", "销售", "业务员"),
    "account.phone": ("tel", "telephone", "联系电话", "座机"),
    "account.street": ("address", "地址", "详细地址"),
    "account.postcode": ("zip", "zip code", "postal code", "邮编"),
    "account.website": ("url", "homepage", "web", "官网"),
    "account.external_id": ("account id", "customer number", "客户编号"),
    "contact.name": ("contact", "full name", "姓名", "联系人", "联系人姓名"),
    "contact.account_id": ("company", "customer", "公司", "单位", "客户", "客户名称"),
    "contact.job_title": ("title", "position", "职务", "职位"),
    "contact.mobile": ("cell", "mobile phone", "手机", "手机号", "手机号码"),
    "contact.email": ("e-mail", "mail", "邮箱", "电子邮箱", "邮件"),
    "contact.wechat": ("微信", "微信号"),
    "opportunity.name": ("opportunity", "deal", "商机", "商机名称", "项目名称"),
    "opportunity.external_id": ("opportunity id", "deal id", "商机编号"),
    "opportunity.owner_id": ("sales agent", "sales rep", "负责人", "销售"),
    "opportunity.product_id": ("product", "产品"),
    "opportunity.account_id": ("account", "company", "customer", "客户", "客户名称", "公司"),
    "opportunity.stage_id": ("deal stage", "stage", "status", "阶段", "销售阶段"),
    "opportunity.amount": ("close value", "value", "deal value", "金额", "商机金额", "预计金额"),
    "opportunity.opened_on": ("engage date", "created", "开始日期", "创建日期"),
    "opportunity.closed_on": ("close date", "closed", "成交日期", "关闭日期"),
    "opportunity.close_on": ("expected close date", "预计成交日期", "预计签约"),
    "product.name": ("product", "产品", "产品名称"),
    "product.price": ("sales price", "unit price", "list price", "单价", "售价"),
    "user.name": ("sales agent", "agent", "employee", "姓名", "员工"),
    "user.sign_in_name": ("login", "username", "user name", "账号", "用户名", "登录名"),
}


def suggest_mapping(kind: RecordKind, columns: Sequence[str], words: Words) -> TableMapping:
    """Return the mapping a person starts from: each column at most once, the surest pairs first.

    Whether rows without an account are to be imported is never taken for granted: it stands as a question.
    """
    pairs = sorted(_pairs(kind, columns, words), key=lambda pair: (-pair[0], pair[1], pair[2]))
    column_of: dict[str, str] = {}
    for _, column, name in pairs:
        if name not in column_of and column not in column_of.values():
            column_of[name] = column
    sources = [usual_source(field, column_of[field.name]) for field in kind.fields if field.name in column_of]
    return TableMapping(kind.name, sources)


def certainty(kind: RecordKind, columns: Sequence[str], words: Words) -> float:
    """Return the share of columns that have a field in this kind, for choosing the kind; 0 without its title."""
    mapping = suggest_mapping(kind, columns, words)
    named = mapping.source(kind.title) is not None or mapping.source("external_id") is not None
    counted = [column for column in columns if column != PROBLEM_COLUMN]
    return len(mapping.fields) / len(counted) if named and counted else 0.0


def usual_source(field: Field, column: str) -> FieldSource:
    """Return how a column is read as a field as long as nobody has said more."""
    if field.name == "account_id":
        return FieldSource(field.name, column, empty=Policy.ASK)
    if field.name == "tag_ids" and can_be_made_by_name(field.target):
        return FieldSource(field.name, column, unknown=Policy.CREATE)
    return FieldSource(field.name, column)


def _pairs(kind: RecordKind, columns: Sequence[str], words: Words) -> Iterator[tuple[float, str, str]]:
    names = {field.name: _names(kind, field, words) for field in kind.fields if field.client_writes}
    for column in columns:
        if column == PROBLEM_COLUMN:
            continue
        for name, known in names.items():
            score = _likeness(squashed(column), known)
            if score >= _LEAST:
                yield score, column, name


def _names(kind: RecordKind, field: Field, words: Words) -> list[tuple[str, float]]:
    own = [(squashed(name), 1.0) for name in words.field_names(kind, field.name)]
    if field.name.endswith("_id"):
        own.append((squashed(field.name.removesuffix("_id")), 0.97))
    return own + [(squashed(name), 0.95) for name in _SYNONYMS.get(f"{kind.name}.{field.name}", ())]


def _likeness(header: str, names: Sequence[tuple[str, float]]) -> float:
    best = 0.0
    for name, worth in names:
        if header == name:
            best = max(best, worth)
        elif min(len(header), len(name)) >= _FUZZY_LETTERS:
            best = max(best, 0.9 * worth * SequenceMatcher(None, header, name).ratio())
    return best
