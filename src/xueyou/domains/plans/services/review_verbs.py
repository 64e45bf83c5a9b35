"""What officers do in review, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

_ITEM: dict[str, FieldKind] = {"revision": "number"}

ACCEPT = register_verb("plans.item.accept", zh="接受一项", fields=_ITEM)
EDIT = register_verb("plans.item.edit", zh="修改一项", fields=_ITEM)
REJECT = register_verb("plans.item.reject", zh="退回一项", fields=_ITEM)
REOPEN = register_verb("plans.item.reopen", zh="把一项放回待核对", fields=_ITEM)
MERGE = register_verb("plans.item.merge", zh="并到另一项", fields={**_ITEM, "into": "uid"})
SPLIT = register_verb("plans.item.split", zh="拆成几项", fields={**_ITEM, "parts": "number"})
UNDO = register_verb("plans.item.undo", zh="撤销自己的决定", fields=_ITEM)
ADD = register_verb("plans.item.add", zh="补一项", fields={"plan": "uid"})

OPEN_PLAN = register_verb(
    "plans.plan.open", zh="立为计划", fields={"document": "uid", "items": "number"}
)
OPEN_VERSION = register_verb(
    "plans.version.open",
    zh="用新文件开新一版",
    fields={"document": "uid", "items": "number", "carried": "number", "gone": "number"},
)
ACCEPT_REST = register_verb(
    "plans.version.accept_rest", zh="接受其余有把握的", fields={"items": "number"}
)
TAKE_DECISIONS = register_verb(
    "plans.version.take_decisions",
    zh="收下核对表",
    fields={
        "version": "number",
        "sha256": "code",
        "accepted": "number",
        "edited": "number",
        "rejected": "number",
    },
)
ABANDON = register_verb("plans.version.abandon", zh="放弃这一版", fields={"version": "number"})
CONFIRM = register_verb(
    "plans.version.confirm", zh="确认计划", fields={"version": "number", "items": "number"}
)
