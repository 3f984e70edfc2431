"""The words and figures of the sample: each line one record, names in Chinese and English. `sample.py` reads it."""

Names = tuple[str, str]

# fmt: off
PEOPLE: list[tuple[str, Names, Names]] = [
    ("lin", ("林悦", "Lin Yue"), ("客户成功", "CSM")),
    ("zhang", ("张伟", "Zhang Wei"), ("客户成功", "CSM")),
    ("li", ("李倩", "Li Qian"), ("客户成功", "CSM")),
    ("wang", ("王凯", "Wang Kai"), ("服务台", "Support desk")),
]
STAGES: list[tuple[str, Names, int, str, list[str]]] = [
    ("qualify", ("接洽", "Qualify"), 10, "open", []),
    ("discovery", ("需求", "Discovery"), 20, "open", []),
    ("proposal", ("方案", "Proposal"), 40, "open", ["amount"]),
    ("negotiation", ("谈判", "Negotiation"), 60, "open", ["amount", "close_on"]),
    ("won", ("赢单", "Won"), 100, "won", []),
    ("lost", ("输单", "Lost"), 0, "lost", []),
]
TAGS: list[tuple[str, Names, str]] = [
    ("mes", ("MES", "MES"), "violet"),
    ("automotive", ("汽车零部件", "Automotive parts"), "teal"),
    ("food", ("食品", "Food"), "amber"),
]
ACCOUNTS: list[tuple[str, Names, str, int, int, str, Names, int, str]] = [
    ("hengchuan", ("恒川精密制造", "Hengchuan Precision"), "strategic", 62, 860000, "2026-04-18",
     ("确认流程访谈参会人", "Confirm who joins the interview"), 2, "lin"),
    ("ruichi", ("锐驰冷链", "Ruichi Cold Chain"), "key", 55, 318000, "2026-03-28",
     ("发送续约报价", "Send the renewal quote"), 5, "lin"),
    ("yunhe", ("云禾食品", "Yunhe Foods"), "standard", 48, 420000, "2026-04-30", ("工单复盘",
     "Review the ticket"), 1,
     "lin"),
    ("qingtong", ("青桐建材", "Qingtong Materials"), "standard", 66, 275000, "2026-05-09",
     ("催第二期验收单", "Ask for the second acceptance"), 12, "zhang"),
    ("anze", ("安泽医疗器械", "Anze Medical"), "strategic", 68, 512000, "2026-05-15",
     ("补全关键联系人", "Complete the contacts"), 0, "lin"),
    ("beichen", ("北辰阀门", "Beichen Valves"), "standard", 59, 146000, "2026-05-20", ("周五产品演示",
     "Demo on Friday"),
     3, "li"),
    ("chenyu", ("晨屿包装", "Chenyu Packaging"), "small", 61, 98000, "2026-05-22",
     ("安排季度回访", "Arrange the quarterly visit"), 8, "lin"),
    ("tuoshi", ("拓石模具", "Tuoshi Moulds"), "standard", 44, 182000, "2026-05-26", ("", ""), 31, "zhang"),
    ("haizhi", ("海织纺织", "Haizhi Textiles"), "standard", 57, 124000, "2026-05-28", ("二次培训",
     "Second training"),
     6, "li"),
    ("lanling", ("蓝岭新能源", "Lanling New Energy"), "strategic", 69, 740000, "2026-06-02",
     ("高层拜访", "Visit the management"), 1, "lin"),
    ("yuanfan", ("远帆港务", "Yuanfan Ports"), "key", 85, 430000, "2026-06-08", ("确认续约流程",
     "Confirm the renewal"),
     7, "lin"),
    ("borui", ("博锐自动化", "Borui Automation"), "standard", 60, 205000, "2026-06-09", ("电话跟进",
     "Call again"), 0,
     "zhang"),
]
CONTACTS: list[tuple[str, Names, str, Names, str, str, str, str]] = [
    ("gu", ("顾振华", "Gu Zhenhua"), "hengchuan", ("副总经理", "Deputy GM"), "decider", "neutral", "",
     "138 0000 1234"),
    ("zhou", ("周敏", "Zhou Min"), "hengchuan", ("计划部主管", "Planning"), "manager", "champion", "gu",
     "139 0000 5678"),
    ("sun", ("孙杰", "Sun Jie"), "hengchuan", ("IT 经理", "IT manager"), "technical", "sceptic", "gu",
     "137 0000 2468"),
    ("qian", ("钱蕾", "Qian Lei"), "hengchuan", ("采购", "Purchasing"), "purchasing", "neutral", "", ""),
    ("wu", ("吴桐", "Wu Tong"), "hengchuan", ("班组长", "Shift lead"), "user", "champion", "zhou", ""),
    ("he", ("何佳", "He Jia"), "ruichi", ("运营总监", "Operations director"), "decider", "champion", "",
     "136 0000 1357"),
    ("xu", ("徐宁", "Xu Ning"), "yunhe", ("厂长", "Plant manager"), "decider", "sceptic", "", ""),
]
OPPORTUNITIES: list[tuple[str, Names, str, str, int, str, Names, int]] = [
    ("mes2", ("MES 二期", "MES phase 2"), "hengchuan", "negotiation", 920000, "2026-04-30",
     ("确认付款条件", "Agree on payment terms"), 2),
    ("tracing", ("质量追溯模块", "Quality tracing module"), "hengchuan", "discovery", 240000, "2026-06-15",
     ("约产线走访", "Walk the line"), 19),
    ("mes1", ("MES 一期", "MES phase 1"), "hengchuan", "won", 516000, "2025-09-30", ("", ""), 160),
    ("cold", ("冷库看板", "Cold store boards"), "ruichi", "proposal", 180000, "2026-05-12", ("", ""), 30),
    ("batch", ("批次追溯", "Batch tracing"), "yunhe", "qualify", 310000, "2026-07-01", ("", ""), 4),
    ("energy", ("能耗管理", "Energy management"), "lanling", "negotiation", 640000, "2026-04-20",
     ("法务审合同", "Legal review"), 1),
]
TASKS: list[tuple[str, Names, str, str, float, bool]] = [
    ("quote", ("发送续约报价", "Send the renewal quote"), "hengchuan", "high", 0.2, False),
    ("minutes", ("整理访谈纪要", "Write the interview minutes"), "hengchuan", "medium", 1.3, False),
    ("list", ("核对设备清单", "Check the list of machines"), "hengchuan", "low", -2.0, True),
    ("price", ("更新价格表", "Update the price list"), "ruichi", "urgent", -1.1, False),
]
VISITS: list[tuple[str, Names, str, str, float]] = [
    ("interview", ("流程访谈", "Process interview"), "hengchuan", "planned", 0.98),
    ("tour", ("产线走访", "Walk through line 3"), "hengchuan", "done", -9.0),
    ("demo", ("产品演示", "Product demo"), "beichen", "planned", 1.1),
]
ACTIVITIES: list[tuple[str, str, Names, Names, float, str, str]] = [
    ("call", "call", ("与周敏通话：访谈改到周四上午", "Call with Zhou Min, 12 min"),
     ("月底盘点，访谈改到周四上午，采购也会参加。",
      "Stock count at month end. Interview moved to Thursday morning; the buyer will join."),
     -2.2, "hengchuan", "zhou"),
    ("mail", "email", ("报价 v2 已发", "Quote v2 sent"), ("", ""), -8.0, "hengchuan", "gu"),
    ("meeting", "meeting", ("季度回顾", "Quarterly review"),
     ("三张表对不上，需要统一物料编码。\n下一步：拉通 ERP 与 MES。",
      "Three spreadsheets disagree; part numbers must be made one.\nNext: join ERP and MES."),
     -20.0, "hengchuan", "gu"),
    ("note", "note", ("产线 3 的标签打印机丢单", "Label printer drops jobs on line 3"), ("", ""), -1.0,
     "hengchuan", ""),
    ("first", "visit", ("第一次拜访", "First visit"), ("", ""), -420.0, "hengchuan", "gu"),
    ("cool", "call", ("谈续约价格", "Talked about the renewal price"), ("", ""), -5.0, "ruichi", "he"),
]
