"""Names, phone numbers and e-mail addresses like those of a Chinese sales organisation, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator

from crm_desktop.store.search.tokens import SearchRow


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "单仇解"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华志红梅鹏飞宇浩然子轩梓涵欣怡思雨佳琪晨曦"
    "博雅雪婷慧颖春燕海波云龙凤山川林森松柏青永康瑞祥福贵德胜利民生俊峰岩铭泽润源清泉江河洁莹晶璐瑶琳琴瑾"
    "瑜珊珍宝玉成功业立新中天一凡世昌"
)
_CITIES = _words(
    "北京 上海 广州 深圳 杭州 南京 苏州 无锡 宁波 温州 成都 重庆 武汉 长沙 西安 郑州 青岛 济南 大连 沈阳 "
    "哈尔滨 长春 天津 厦门 福州 合肥 南昌 昆明 贵阳 佛山 东莞 惠州 珠海 中山 常州 南通 扬州 徐州 嘉兴 绍兴 "
    "台州 金华"
)
_BRANDS = (
    "恒川华盛鼎新宏远腾达瑞丰金鑫龙海天宇博雅创科联众信诚德康美佳"
    "亿通东方正大伟业国泰中兴长江永安顺发百世嘉合润泽源清凌云"
)
_TRADES = _words(
    "精密机械 科技 电子 信息技术 医疗器械 新材料 化工 建材 食品 服饰 物流 贸易 软件 网络 生物制药 环保设备 "
    "汽车零部件 智能装备 教育咨询 文化传媒 餐饮管理 房地产 投资 能源 半导体 仪器仪表 包装 印刷 纺织 五金"
)
_FORMS = _words("有限公司 有限公司 有限公司 股份有限公司 集团 有限责任公司 研究院 分公司")
_PLANS = _words("年度采购 设备更新 系统升级 二期项目 renewal pilot")
_TASKS = _words("联系 拜访 回访 发送报价给 Call Meet")
_FIRST = _words(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan "
    "Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret "
    "Mark Sandra Donald Ashley"
)
_LAST = _words(
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez "
    "Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez "
    "Lewis Robinson Walker Young"
)
_WORDS = _words(
    "Global United Pacific Northern Precision Advanced Summit Blue Golden Bright First Western Apex Nova Prime"
)
_THINGS = _words("Tools Systems Industries Logistics Foods Energy Medical Software Networks Materials Motors Textiles")
_ENDINGS = _words("Ltd Inc Corp LLC Group GmbH")
_MOBILE = _words("138 139 158 186 135 177 150 180")
_AREAS = _words("571 21 10 755 20")
KINDS = (*["account"] * 2, *["contact"] * 4, *["opportunity"] * 3, "task")
"""The mix of a first synchronisation: two accounts to four contacts, three opportunities and one task."""


class Names:
    """Makes names; the same seed makes the same names."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def records(self, count: int) -> Iterator[tuple[str, SearchRow]]:
        """Yield kind and row of so many records, ids rising."""
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            identifier = f"{0x0193 << 32 | number // 3:012x}7{self._random.getrandbits(76):019x}"
            yield kind, self._row(kind, identifier)

    def _row(self, kind: str, identifier: str) -> SearchRow:
        pick = self._random.choice
        match kind:
            case "account":
                return identifier, self.company(), "", self.phone(), ""
            case "contact":
                return identifier, self.person(), "", self.phone(), self.email()
            case "opportunity":
                return identifier, self.company()[:6] + pick(_PLANS), "", "", ""
            case _:
                return identifier, f"{pick(_TASKS)} {self.person()}", "", "", ""

    def company(self) -> str:
        """Return a Chinese or an English company."""
        pick = self._random.choice
        if self._random.random() < 0.55:
            return pick(_CITIES) + pick(_BRANDS) + pick(_BRANDS) + pick(_TRADES) + pick(_FORMS)
        return f"{pick(_WORDS)} {pick(_LAST if self._random.random() < 0.3 else _THINGS)} {pick(_ENDINGS)}"

    def person(self) -> str:
        """Return a Chinese or an English person; the first surnames are the most frequent, as in life."""
        pick = self._random.choice
        if self._random.random() < 0.6:
            surname = _SURNAMES[int(len(_SURNAMES) * self._random.random() ** 2)]
            return surname + pick(_GIVEN) + (pick(_GIVEN) if self._random.random() < 0.75 else "")
        return f"{pick(_FIRST)} {pick(_LAST)}"

    def phone(self) -> str:
        """Return a mobile number, or now and then one of the fixed network, in E.164."""
        if self._random.random() < 0.8:
            return f"+86{self._random.choice(_MOBILE)}{self._random.randrange(10**8):08d}"
        return f"+86{self._random.choice(_AREAS)}{self._random.randrange(10**8):08d}"

    def email(self) -> str:
        """Return an address at a large provider or at a company."""
        pick = self._random.choice
        domain = pick(["qq.com", "163.com", "gmail.com", f"{pick(_WORDS)}-{pick(_THINGS)}.example"])
        return f"{pick(_FIRST)}.{pick(_LAST)}{self._random.randrange(1000)}@{domain}".lower()
