"""What is done about classes, as the act log calls it: uids, codes and counts, no child."""

from xueyou.platform.acts.verbs import register_verb

OPEN = register_verb(
    "classes.division.open",
    zh="开始一个年级的分班",
    fields={"year": "number", "grade": "number", "classes": "number", "pupils": "number"},
)
SIZE = register_verb("classes.division.size", zh="改班数", fields={"classes": "number"})
REFRESH = register_verb(
    "classes.roster.refresh", zh="按在籍登记更新名单", fields={"come": "number", "left": "number"}
)
FETCH_SHEET = register_verb("classes.roster.fetch", zh="取分班名单的表", fields={"rows": "number"})
FILL = register_verb(
    "classes.roster.fill",
    zh="交回分班名单的表",
    fields={"rows": "number", "columns": "number", "scores": "number", "sha256": "code"},
)
DEMAND = register_verb(
    "classes.demand.enter",
    zh="登记一项分班要求",
    fields={"kind": "code", "ground": "code", "pupils": "number", "counts": "flag"},
)
WITHDRAW_DEMAND = register_verb("classes.demand.withdraw", zh="撤回一项分班要求")
ALARM = register_verb(
    "classes.alarm.raise",
    zh="分班报警",
    fields={"division": "uid", "kind": "code", "pupils": "number"},
)
NO_SLIP = register_verb("classes.lot.no_slip", zh="会场抽签的回执没有交来", fields={"draw": "uid"})
ANSWER_ALARM = register_verb(
    "classes.alarm.answer", zh="处理一条分班报警", fields={"division": "uid", "kind": "code"}
)
REHEARSE = register_verb(
    "classes.rehearsal.ask", zh="演练一次分班", fields={"ordinal": "number", "job": "uid"}
)
REHEARSED = register_verb(
    "classes.rehearsal.done",
    zh="分班演练算好了",
    fields={"ordinal": "number", "input_sha256": "code", "found": "flag"},
)
SEAL = register_verb(
    "classes.lot.seal",
    zh="封存分班的名单和规则",
    fields={"purpose": "code", "input_sha256": "code", "pupils": "number", "rehearsals": "number"},
)
COMMIT = register_verb(
    "classes.lot.commit",
    zh="登记分班的抽签承诺",
    fields={"purpose": "code", "draw": "uid", "without_net": "flag"},
)
FETCH_COPY = register_verb(
    "classes.lot.fetch", zh="取封存的一份", fields={"sha256": "code", "copies": "number"}
)
SLIP = register_verb(
    "classes.lot.slip",
    zh="收下会场抽签的回执",
    fields={"draw": "uid", "slip_sha256": "code"},
)
REVEAL = register_verb(
    "classes.lot.reveal",
    zh="揭晓分班的抽签",
    fields={"purpose": "code", "draw": "uid", "slip_sha256": "code"},
)
DRAWN = register_verb(
    "classes.lot.done",
    zh="分班的名单排好了",
    fields={"purpose": "code", "draw": "uid", "result_sha256": "code", "pupils": "number"},
)
FAILED = register_verb("classes.lot.failed", zh="分班没有排出来", fields={"purpose": "code"})
VOID = register_verb(
    "classes.division.void", zh="作废一次分班", fields={"because": "code", "pupils": "number"}
)
DRAFT_ORDER = register_verb(
    "classes.order.draft", zh="起草分班名单公布决定", fields={"paper": "uid"}
)
ISSUE = register_verb(
    "classes.list.issue",
    zh="公布分班名单",
    fields={"paper": "uid", "gate_sha256": "code", "pupils": "number"},
)
FETCH_GATE = register_verb(
    "classes.list.fetch", zh="取校门口张贴的名单", fields={"gate_sha256": "code"}
)
RECONCILED = register_verb(
    "classes.list.reconcile",
    zh="名单和在籍登记对了一次",
    fields={"pupils": "number", "moved": "number", "unlisted": "number", "gone": "number"},
)
LOG_REQUEST = register_verb(
    "classes.request.log", zh="登记一次调班的请求", fields={"by": "code", "to_class": "number"}
)
DECIDE_REQUEST = register_verb(
    "classes.request.decide",
    zh="决定一次调班的请求",
    fields={"granted": "flag", "to_class": "number"},
)
TEAMS = register_verb(
    "classes.teams.build",
    zh="编教师团队",
    fields={"teams": "number", "teachers": "number", "reserves": "number", "sha256": "code"},
)
SUBSTITUTE = register_verb(
    "classes.teams.substitute", zh="候补教师顶上", fields={"out": "code", "stepped_in": "code"}
)
