"""What is done with rolls, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

COUNTS: dict[str, FieldKind] = {
    name: "number" for name in ("rows", "new", "joined", "changed", "contacts", "wrong")
}
HAND_IN = register_verb("roll.hand_in", zh="交在籍名册", fields={"sha256": "code", **COUNTS})
TAKE_IN = register_verb("roll.take_in", zh="确认在籍名册", fields={"job": "uid"})
RECORD = register_verb(
    "roll.record",
    zh="导入在籍名册",
    fields={"changes_sha256": "code", "part": "number", "parts": "number", **COUNTS},
)
FETCH = register_verb("roll.fetch", zh="取回带批注的在籍名册", fields={})
LEAVE = register_verb(
    "roll.leave", zh="办学生离校", fields={"person": "uid", "on": "code", "why": "code"}
)
OVERTAKEN = register_verb("roll.overtaken", zh="在籍名册要重新核对", fields={})
UNDO = register_verb(
    "roll.undo", zh="撤销导入的在籍名册", fields={"people": "number", "rows": "number"}
)
EXPORT = register_verb(
    "roll.export", zh="导出名册给别的系统", fields={"rows": "number", "staff": "number"}
)
