"""Sample words of the gallery in both languages. They are data of a tool, not sentences of the product."""

from crm_desktop.views.language.language import current_language

_WORDS = {
    "buttons": ("按钮", "Buttons"),
    "save": ("保存", "Save"),
    "rest": ("常态", "Rest"),
    "quiet": ("安静", "Quiet"),
    "link": ("全部", "Show all"),
    "disabled": ("不可用", "Disabled"),
    "delete": ("删除", "Delete"),
    "small": ("并排打开", "Open beside"),
    "fields": ("表单与校验", "Fields and validation"),
    "account_name": ("客户名称", "Account name"),
    "hengchuan": ("恒川精密制造", "Hengchuan Precision"),
    "amount": ("金额", "Amount"),
    "digits_only": ("只能填数字，如 920000", "Digits only, like 920000"),
    "close_date": ("预计成交", "Close date"),
    "date": ("2026-04-30", "30 Apr 2026"),
    "this_quarter": ("在本季度内", "Within this quarter"),
    "phone": ("电话", "Phone"),
    "contract_no": ("合同编号（只读）", "Contract no. (read only)"),
    "selection": ("选择控件", "Selection"),
    "chips": ("筛选条与徽标", "Chips and badges"),
    "owner": ("负责人", "Owner"),
    "east": ("华东组", "East team"),
    "filter": ("筛选", "Filter"),
    "paid": ("已回款", "Paid"),
    "due_soon": ("快到期", "Due soon"),
    "overdue": ("已逾期", "Overdue"),
    "waiting": ("待同步", "Waiting to sync"),
    "strategic": ("战略", "Strategic"),
    "medium": ("中", "Medium"),
    "pills": ("同步状态，全部", "Sync pill, all states"),
    "question": ("删除这张流程图？", "Delete this process map?"),
    "explanation": (
        "现状 v3 和 9 个步骤会移到回收站，保留 30 天。两张照片仍留在客户下。",
        "As-is v3 and its 9 steps move to the bin for 30 days. Photos stay with the account.",
    ),
    "keep": ("保留", "Keep"),
    "delete_map": ("删除流程图", "Delete map"),
    "beside": ("并排打开", "Open beside"),
    "copy_link": ("复制链接", "Copy link"),
    "merge": ("与其他合并…", "Merge with…"),
    "empty": ("空状态", "Empty state"),
    "no_visits": ("本周没有拜访", "No visits this week"),
    "no_visits_why": ("安排拜访后，相关资料会自动存到本机。", "Planned visits are saved for offline use."),
    "plan_visit": ("安排拜访", "Plan visit"),
    "progress": ("进度", "Progress"),
    "uploading": ("正在上传照片 2 / 5", "Uploading 2 of 5 photos"),
    "more": ("其他", "More"),
    "list": ("列表", "List"),
    "board": ("看板", "Board"),
    "map": ("地图", "Map"),
    "day": ("日", "Day"),
    "week": ("周", "Week"),
    "assigned": ("已把 3 家客户分配给张伟", "3 accounts assigned to Zhang Wei"),
}


def words(key: str) -> str:
    """Return a sample word in the active language."""
    return _WORDS[key][0 if current_language().code == "zh" else 1]
