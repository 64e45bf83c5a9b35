"""Owns what the project says of itself: what stands, what falls short, what is not begun."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """One line: its name and one sentence."""

    name: str
    says: str


STANDS = (
    Thing(
        "读文件",
        "规划、工作要点、总结、通报：读出指标、任务、责任单位、项目、节点，每一项都指回原文的位置。"
        "文件自己前后不一致的地方会列出来。",
    ),
    Thing(
        "收文件",
        "txt、docx、doc、wps、xlsx、pdf、html、ofd。带密级的不收，读完第一页就停，不留下任何内容。"
        "读不了的，说清原因和办法。",
    ),
    Thing("导出", "读出来的内容可以存成 Excel。"),
    Thing(
        "谁看得到",
        "每一页都说明谁能看；看不到的内容，和不存在的内容，回答完全一样。",
    ),
    Thing(
        "留痕",
        "每个动作留一条记录，数据库不许改、不许删，定时封存，谁都可以核验。",
    ),
)
SHORT = (
    Thing("不能修改", "读错了还不能在页面上改，下一步就做。眼下请以原文为准。"),
    Thing("扫描件", "要管理员另装文字识别，认出来的每一行都要对照原件。表格在图里的，读不出。"),
    Thing(
        "规则来读", "读文件靠的是规则，不是大模型：不联网，结果每次一样；没见过的写法可能读不出。"
    ),
)
MISSING = (
    Thing("盯进度", "指标到期、进度快慢、年底对账。"),
    Thing("入学和录取", "报名、核对、派位、抽签、公布结果。"),
    Thing("分班", "初一、小学一年级均衡编班。"),
    Thing("督办和食堂", "问题整改、投诉来信，食材、留样和价格。"),
)
