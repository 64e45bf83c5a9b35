"""What is done at the check desk, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

_CALL: dict[str, FieldKind] = {"call": "uid"}

OPEN_FILE = register_verb("checks.file.open", zh="打开一份申请", fields=_CALL)
PASS_FILE = register_verb("checks.file.pass", zh="核对通过", fields=_CALL | {"facts": "codes"})
PASS_AGREEING = register_verb(
    "checks.files.pass",
    zh="各单位都说相符的一起通过",
    fields=_CALL | {"files": "uids"},
)
UNDO_AGREEING = register_verb(
    "checks.files.undo", zh="撤销一起通过的", fields=_CALL | {"files": "uids"}
)
BATCHED: dict[str, FieldKind] = {
    name: "number" for name in ("rows", "pass", "back", "visit", "refer", "wrong")
}
FETCH_FILES = register_verb(
    "checks.files.fetch",
    zh="把核对名单取成表格",
    fields=_CALL | {"rows": "number", "stage": "number", "sha256": "code"},
)
HAND_IN_BATCH = register_verb(
    "checks.batch.hand_in", zh="交成批核对的表", fields=_CALL | {"sha256": "code", **BATCHED}
)
FETCH_BATCH = register_verb("checks.batch.fetch", zh="取回带批注的成批核对", fields=_CALL)
DECIDE_BATCH = register_verb(
    "checks.batch.decide",
    zh="成批核对",
    fields=_CALL
    | {"batch": "uid", "passed": "uids", "sent_back": "uids", "visits": "uids", "referred": "uids"},
)
SET_BATCH_ASIDE = register_verb(
    "checks.batch.aside", zh="成批核对要重新交", fields=_CALL | {"wrong": "number"}
)
UNDO_BATCH = register_verb(
    "checks.batch.undo", zh="撤销成批核对", fields=_CALL | {"batch": "uid", "files": "uids"}
)
OF_BATCHES = (
    FETCH_FILES,
    HAND_IN_BATCH,
    FETCH_BATCH,
    DECIDE_BATCH,
    SET_BATCH_ASIDE,
    UNDO_BATCH,
)
"""Each names a file as its subject, so that it is known whose it is; what it did is elsewhere."""
UNDO_PASS = register_verb("checks.file.undo", zh="撤销核对通过", fields=_CALL | {"facts": "flag"})
SEND_BACK = register_verb("checks.file.back", zh="退回补件", fields=_CALL | {"missing": "codes"})
RECUSE = register_verb("checks.file.recuse", zh="申报回避", fields=_CALL)
REFER_FILE = register_verb("checks.file.refer", zh="交区里定", fields=_CALL)
TAKE_REFERRAL_BACK = register_verb("checks.file.refer_back", zh="收回交区里定的申请", fields=_CALL)
PLAN_VISIT = register_verb("checks.visit.plan", zh="约走访", fields=_CALL | {"day": "code"})
RECORD_VISIT = register_verb(
    "checks.visit.record", zh="登记走访结果", fields=_CALL | {"finding": "code", "facts": "codes"}
)
CANCEL_VISIT = register_verb("checks.visit.cancel", zh="取消走访", fields=_CALL)
GIVE_DUTIES = register_verb(
    "checks.duty.give", zh="让学校核对报名", fields=_CALL | {"options": "number"}
)
PICK_SPOT = register_verb(
    "checks.spot.pick",
    zh="按抽签结果定下复查的申请",
    fields=_CALL | {"draw": "uid", "among": "number", "picked": "number"},
)
PLAN_SPOT = register_verb(
    "checks.spot.plan",
    zh="承诺抽取复查的申请",
    fields=_CALL | {"draw": "uid", "among": "number", "wanted": "number"},
)
LOOK_AGAIN = register_verb(
    "checks.spot.look", zh="登记复查结果", fields=_CALL | {"in_order": "flag"}
)
FILE_AT_COUNTER = register_verb(
    "checks.counter.file",
    zh="在窗口代填报名",
    fields=_CALL | {"choices": "number", "paper": "code"},
)
PHOTOGRAPH_AT_COUNTER = register_verb(
    "checks.counter.photograph",
    zh="在窗口放上材料的照片",
    fields=_CALL | {"material": "code", "pictures": "uids"},
)
TAKE_DOWN_AT_COUNTER = register_verb(
    "checks.counter.take_down",
    zh="在窗口拿掉一张材料的照片",
    fields=_CALL | {"material": "code", "picture": "uid"},
)
COMPLETE_AT_COUNTER = register_verb(
    "checks.counter.complete",
    zh="在窗口代补材料，交回核对",
    fields=_CALL | {"pictures": "number", "paper": "code"},
)
