"""A line typed in passing, read as an activity: when it was, what it was, and what happened.

`昨天 拜访顾总，谈了价格` was yesterday and a visit; what is not recognised stays in the text. Nothing is lost: the
text of the activity is what was typed, without the day.
"""

import re

from crm_desktop.models.fields import Value
from crm_desktop.models.typed import plain, read_moment

_FORMS = {
    "call": r"(?:电话|通话|致电|打电话|call(?:ed)?|phoned?)",
    "visit": r"(?:拜访|走访|上门|visit(?:ed)?)",
    "meeting": r"(?:开会|会议|会面|meeting|met)",
    "email": r"(?:邮件|发邮件|e-?mail(?:ed)?)",
    "message": r"(?:微信|短信|message[d]?|texted|wechat)",
}
_BEGINS = {form: re.compile(rf"{words}(?![a-z])", re.IGNORECASE) for form, words in _FORMS.items()}
_DAY = re.compile(r"(昨天|前天|今天|yesterday|today)(?:[\s,，:：]+|(?=[^\sa-zA-Z]))", re.IGNORECASE)
_TIME = re.compile(
    r"(\d{1,2}[:：]\d{2}|\d{1,2}\s?[ap]m\b|(?:上午|下午|晚上)\d{1,2}[点時时]半?)[\s,，:：]*", re.IGNORECASE
)


def read_quick_log(text: str, now: int, zone: str) -> dict[str, Value]:
    """Return form, subject and moment of what was typed; the moment is now unless a day or time stands first."""
    words, when = text.strip(), []
    for pattern in (_DAY, _TIME):
        found = pattern.match(words)
        if found is not None and words[found.end() :].strip():
            when.append(plain(found[1]))
            words = words[found.end() :].strip()
    moment = _moment(" ".join(when), now, zone) if when else now
    form = next((form for form, pattern in _BEGINS.items() if pattern.match(words)), "note")
    return {"form": form, "subject": words, "happened_at": moment}


def _moment(when: str, now: int, zone: str) -> int:
    moment = read_moment(when, now, zone)
    return min(moment, now)
