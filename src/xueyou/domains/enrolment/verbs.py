"""What is done in the enrolment room, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

IMPORT_ZONES = register_verb(
    "enrolment.zones.import",
    zh="导入划片表",
    fields={
        "notice": "uid",
        "stage": "code",
        "valid_from": "code",
        "rows": "number",
        "schools": "number",
        "sha256": "code",
        "replaces": "uid",
    },
)
IMPORT_HOMES = register_verb(
    "enrolment.homes.import",
    zh="导入住址占用台账",
    fields={"stage": "code", "rows": "number", "uncertain": "number"},
)
UNDO_HOMES = register_verb(
    "enrolment.homes.undo", zh="撤销导入的住址占用台账", fields={"rows": "number"}
)
SETTLE_HOMES = register_verb(
    "enrolment.homes.settle", zh="核定台账里的住址", fields={"was": "uid", "state": "code"}
)
FORGET_HOMES = register_verb(
    "enrolment.homes.forget", zh="清除到期的住址占用台账", fields={"rows": "number"}
)
SET_SCHOOL_PLANS = register_verb(
    "enrolment.school_plans.set",
    zh="登记学校年度计划",
    fields={"year": "number", "rows": "number", "verified": "flag"},
)
DECIDE_PANEL = register_verb(
    "enrolment.panel.decide", zh="登记专家委员会的安排", fields={"call": "uid"}
)
ENROL_LATE = register_verb(
    "enrolment.enrol_late", zh="补登已接受学位的学籍", fields={"offers": "number"}
)
