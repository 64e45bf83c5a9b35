"""What is done with lists for other offices, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

COUNTS: dict[str, FieldKind] = {
    name: "number" for name in ("rows", "agrees", "differs", "no_answer", "passed_over", "wrong")
}
DRAW_UP = register_verb(
    "checks.list.draw_up",
    zh="列出给其他部门的核对名单",
    fields={
        "round": "uid",
        "source": "code",
        "questions": "codes",
        "rows": "number",
        "sha256": "code",
        "expires_on": "code",
    },
)
FETCH = register_verb("checks.list.fetch", zh="取走核对名单", fields={"sha256": "code"})
HAND_IN = register_verb(
    "checks.reply.hand_in",
    zh="交核对名单的回复",
    fields={"list": "uid", "sha256": "code", **COUNTS},
)
FETCH_WRONG = register_verb("checks.reply.fetch", zh="取回带批注的回复", fields={"list": "uid"})
TAKE_IN = register_verb(
    "checks.reply.take_in", zh="确认核对名单的回复", fields={"list": "uid", "job": "uid"}
)
ASK = register_verb(
    "checks.list.ask", zh="联网核对名单", fields={"list": "uid", "source": "code", "job": "uid"}
)
RECORD = register_verb(
    "checks.reply.record",
    zh="登记核对名单的回复",
    fields={"list": "uid", "source": "code", "way": "code", **COUNTS},
)
OVERTAKEN = register_verb("checks.reply.overtaken", zh="回复要重新交", fields={"list": "uid"})
BROKEN_OFF = register_verb("checks.reply.broken_off", zh="登记回复没有办成", fields={"list": "uid"})
UNDO = register_verb(
    "checks.reply.undo", zh="撤销核对名单的回复", fields={"list": "uid", "rows": "number"}
)
DESTROY = register_verb(
    "checks.list.destroy",
    zh="销毁核对名单和回复的文件",
    fields={"why": "code", "files": "number", "rows": "number", "sha256": "code"},
)
NOTE_DESTROYED = register_verb(
    "checks.list.note_destroyed", zh="登记对方已经销毁名单", fields={"on": "code"}
)
