"""What is said and typed during the visit: the client's words, as a customer-success manager takes them down."""

ACCOUNT, STUDY, MAP = "恒川精密模具", "订单到交付研究", "订单到交付"
BOSS, PLANNER = "周启敏", "李可工"
PEOPLE = {BOSS: "总经理", PLANNER: "计划部主管"}
PURPOSE = "缩短订单到交付的时间，先找出等待最久的环节。"
DEPARTMENTS = ("销售部", "计划部", "采购部", "生产部")

GOALS = (
    "做华东交付最快的精密模具厂",
    "一年盈利1个亿",
    "总部集中排产，分公司执行",
    "一个季度跑通新的排产方式",
    "计划部第二季度准时交付率 95%",
)
ROLES = ("3个采购员", "2个计划员")
RESULTS = ("准时交付率 78% 同行 92%", "返工率 6% 同行 3%")
STEPS = (
    "@销售部 收到订单 ~20分",
    "@销售部 核对价格与交期 ~45分 #Excel",
    "@销售部 录入 ERP 订单 ~20分 #ERP",
    "@计划部 物料齐套检查 ~90分 #Excel",
    "@采购部 催料与补采购 ~2小时 ~等2天 #电话",
    "@计划部 排产 ~2小时 ~等1天 #Excel",
    "@生产部 生产 ~3天",
    "@生产部 检验 ~1小时",
    "@销售部 发货通知 ~10分 #微信",
)
"""One line of the grammar for each; each hangs behind the one before."""
PAINS = ("!!三张 Excel 对不上，每天 2 次，每次 40 分钟", "!供应商不回消息，每天 3 次，每次 30 分钟")
QUOTES = ("「每周三下午都在对表，对不上就要重来。」",)
OTHERWISE = ("一般当天答复", "由主管决定", "每周开会核对一次", "没有固定的表格", "数据从 ERP 导出")
"""What people say to everything else."""
