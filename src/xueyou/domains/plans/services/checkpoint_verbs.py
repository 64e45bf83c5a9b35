"""What is done to checkpoints and settlements, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

FREEZE = register_verb(
    "plans.checkpoint.freeze",
    zh="封存一期数据",
    fields={
        "checkpoint": "uid",
        "kind": "code",
        "period": "code",
        "ordinal": "number",
        "packet_sha256": "code",
    },
)
ASK_SETTLEMENT = register_verb(
    "plans.settlement.ask", zh="拿总结对账", fields={"document": "uid", "job": "uid"}
)
SETTLE = register_verb(
    "plans.settlement.make",
    zh="对完一次账",
    fields={
        "settlement": "uid",
        "document": "uid",
        "result_sha256": "code",
        "reported": "number",
        "silent": "number",
        "unpromised": "number",
    },
)
REFUSE_SETTLEMENT = register_verb(
    "plans.settlement.refuse", zh="退回对不上的总结", fields={"document": "uid", "code": "code"}
)
SAY_PAIR = register_verb(
    "plans.settlement.say",
    zh="核对一条对账",
    fields={"settlement": "uid", "line": "code", "verdict": "code"},
)
CONFIRM_SETTLEMENT = register_verb(
    "plans.settlement.confirm",
    zh="确认对账，结清计划",
    fields={"settlement": "uid", "values": "number"},
)
