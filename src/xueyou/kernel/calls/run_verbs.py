"""What is done to runs, offers and appeals, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

_RUN: dict[str, FieldKind] = {"round": "uid", "ordinal": "number", "purpose": "code"}
_OFFER: dict[str, FieldKind] = {"application": "uid", "option": "uid", "state": "code"}

PREPARE_RUN = register_verb(
    "calls.run.prepare", zh="安排一次运行", fields=_RUN | {"draw": "uid", "replaces": "uid"}
)
SEAL_INPUT = register_verb(
    "calls.run.seal_input", zh="封存运行的输入", fields=_RUN | {"input_sha256": "code"}
)
FINISH_RUN = register_verb(
    "calls.run.finish",
    zh="运行完成",
    fields=_RUN
    | {
        "input_sha256": "code",
        "result_sha256": "code",
        "rehearsal": "flag",
        "decisions": "number",
        "placed": "number",
    },
)
DECIDE = register_verb(
    "calls.run.decide",
    zh="定已核对的申请",
    fields=_RUN | {"applications": "number", "input_sha256": "code"},
)
CALL_OFF_RUN = register_verb("calls.run.call_off", zh="作废一批还没有公布的结果", fields=_RUN)
FAIL_RUN = register_verb("calls.run.fail", zh="运行没有跑成", fields=_RUN | {"code": "code"})
DRAFT_ORDER = register_verb(
    "calls.run.draft_order", zh="起草结果公布决定", fields=_RUN | {"paper": "uid"}
)
ORDER_PUBLICATION = register_verb(
    "calls.run.order", zh="下令公布结果", fields=_RUN | {"paper": "uid", "embargo_until": "code"}
)
PUBLISH_RUN = register_verb(
    "calls.run.publish",
    zh="公布结果",
    fields=_RUN
    | {
        "result_sha256": "code",
        "offers": "number",
        "ended": "number",
        "overflow": "number",
        "replaces": "uid",
    },
)
DRAFT_ONWARD = register_verb(
    "calls.call.draft_onward",
    zh="起草没有学位的下一步",
    fields={"paper": "uid", "until": "code"},
)
TELL_ONWARD = register_verb(
    "calls.call.tell_onward",
    zh="告诉没有学位的家长下一步",
    fields={"paper": "uid", "until": "code", "applications": "number"},
)
ACCEPT = register_verb("calls.offer.accept", zh="接受录取", fields=_OFFER)
DECLINE = register_verb("calls.offer.decline", zh="放弃录取", fields=_OFFER)
LAPSE = register_verb(
    "calls.offer.lapse", zh="过期没有确认", fields={"offers": "number", "option": "uid"}
)
TAKE_UP = register_verb(
    "calls.offer.take_up", zh="办理录取以后的事", fields={"offers": "number", "round": "uid"}
)
CALL_WAITING = register_verb(
    "calls.offer.call_waiting",
    zh="从候补中递补",
    fields={"round": "uid", "option": "uid", "offers": "uids", "room": "number"},
)
APPEAL = register_verb(
    "calls.appeal.make", zh="申请复核结果", fields={"application": "uid", "decision": "uid"}
)
ANSWER_APPEAL = register_verb(
    "calls.appeal.answer",
    zh="答复复核申请",
    fields={"application": "uid", "upheld": "flag", "option": "uid", "offer": "uid"},
)
