"""Owns the words and shapes of the check desk."""

from xueyou.domains.checks.selectors import files as at

STAGES = {
    "look": (at.LOOK, "slow", "要人看"),
    "referred": (at.REFERRED, "slow", "交区里定"),
    "drawn": (at.DRAWN, "done", "抽中复查"),
    "visit": (at.VISIT, "wait", "约了走访"),
    "open": (at.OPEN, "none", "没核对"),
    "waiting": (at.WAITING, "wait", "等回复"),
    "returned": (at.RETURNED, "bad", "退回补件"),
    "passed": (at.PASSED, "good", "通过"),
}
"""Code in the address → stage, shape, words."""
OF_STAGE = {stage: (code, shape, words) for code, (stage, shape, words) in STAGES.items()}
SETTLED = (at.PASSED, at.WAITING, at.VISIT)
"""Rows that are greyed: they wait for nobody here."""
STANDS = {
    "agrees": ("good", "相符"),
    "differs": ("slow", "不一致"),
    "no_answer": ("none", "没查到"),
    "stated": ("good", "有答复"),
    "wait": ("wait", "等回复"),
}
OFFICES = {
    "police": "公安",
    "housing": "不动产",
    "human_resources": "人社",
    "market": "市场监管",
    "exam": "考试院",
    "option_side": "学校一方",
}
FINDINGS = (
    ("as_said", "和填的一样"),
    ("otherwise", "和填的不一样"),
    ("nobody", "没有见到人"),
)
VISITS = {
    "planned": ("wait", "约好了"),
    "done": ("good", "去过了"),
    "cancelled": ("none", "取消了"),
}
CHANNELS = {"phone": "家长自己填", "counter": "窗口代填", "import": "表格导入"}
