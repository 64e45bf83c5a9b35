"""What is done to calls, rounds and applications, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

_CALL: dict[str, FieldKind] = {"kind": "code", "year": "number", "term": "number"}
_ROUND: dict[str, FieldKind] = {"call": "uid", "ordinal": "number", "revision": "number"}
_ANSWER: dict[str, FieldKind] = {"call": "uid", "revision": "number"}

OPEN_CALL = register_verb("calls.call.open", zh="设立一项申报", fields=_CALL)
COPY_CALL = register_verb(
    "calls.call.copy", zh="照上一年设立申报", fields=_CALL | {"copied_from": "uid"}
)
EDIT_CALL = register_verb(
    "calls.call.edit", zh="修改申报", fields={"revision": "number", "state": "code"}
)
PUBLISH_QUESTIONS = register_verb(
    "calls.call.publish_questions", zh="公布常见问题", fields={"rows": "number"}
)
ADD_ROUND = register_verb("calls.round.add", zh="设立一轮申报", fields=_ROUND)
EDIT_ROUND = register_verb(
    "calls.round.edit",
    zh="修改一轮的时间",
    fields=_ROUND | {"opens_at": "code", "closes_at": "code", "phases": "number"},
)
ANNOUNCE_ROUND = register_verb(
    "calls.round.announce", zh="公布一轮申报和它的规则", fields=_ROUND | {"rules_sha256": "code"}
)
CANCEL_ROUND = register_verb("calls.round.cancel", zh="取消一轮申报", fields=_ROUND)
FREEZE_ROUND = register_verb(
    "calls.round.freeze",
    zh="封存一轮申报",
    fields=_ROUND
    | {
        "applications": "number",
        "returned": "number",
        "contested": "number",
        "cut": "number",
    },
)
ADD_OPTION = register_verb(
    "calls.option.add", zh="增加一个选项", fields={"call": "uid", "code": "code", "lane": "code"}
)
WITHDRAW_OPTION = register_verb("calls.option.withdraw", zh="撤下一个选项", fields={"call": "uid"})
ADD_LINE = register_verb(
    "calls.capacity.add",
    zh="登记名额",
    fields={"round": "uid", "kind": "code", "delta": "number", "line": "number"},
)
VOID_LINE = register_verb(
    "calls.capacity.void",
    zh="作废一笔名额",
    fields={"round": "uid", "kind": "code", "delta": "number", "line": "number"},
)
START_DRAFT = register_verb(
    "calls.application.start", zh="开始填申请", fields=_ANSWER | {"claimed": "flag"}
)
SAVE_DRAFT = register_verb("calls.application.save", zh="填写申请", fields=_ANSWER)
FORGET_DRAFTS = register_verb(
    "calls.drafts.forget",
    zh="清除过期没有交的申请",
    fields={"call": "uid", "drafts": "number", "changes": "number"},
)
ADD_PICTURES = register_verb(
    "calls.pictures.add",
    zh="放上材料的照片",
    fields={"call": "uid", "material": "code", "pictures": "uids"},
)
TAKE_PICTURE_BACK = register_verb(
    "calls.picture.take_back",
    zh="拿掉一张材料的照片",
    fields={"call": "uid", "material": "code", "picture": "uid"},
)
BEGIN_CLOCKS = register_verb(
    "calls.clocks.begin",
    zh="补算办理时限",
    fields={"call": "uid", "applications": "uids"},
)
FORGET_PICTURES = register_verb(
    "calls.pictures.forget",
    zh="删除过期的材料照片",
    fields={"call": "uid", "applications": "uids", "pictures": "number"},
)
SUBMIT = register_verb(
    "calls.application.submit",
    zh="交申请",
    fields=_ANSWER
    | {
        "round": "uid",
        "class": "code",
        "choices": "number",
        "channel": "code",
        "first": "flag",
        "contested": "flag",
    },
)
WITHDRAW = register_verb("calls.application.withdraw", zh="撤回申请", fields=_ANSWER)
GROUP = register_verb(
    "calls.application.group", zh="把申请绑在一起", fields={"call": "uid", "members": "uids"}
)
UNGROUP = register_verb(
    "calls.application.ungroup",
    zh="把绑在一起的申请分开",
    fields={"call": "uid", "members": "uids", "by_officer": "flag"},
)
REFUSE_KIN = register_verb(
    "calls.application.kin",
    zh="要看、要办自己亲属的申请，没有让",
    fields={"call": "uid", "applications": "number"},
)
ATTEST = register_verb(
    "calls.application.attest",
    zh="登记核对结果",
    fields={"call": "uid", "source": "code", "facts": "codes"},
)
IMPORT_ATTESTATIONS = register_verb(
    "calls.attestations.import",
    zh="导入核对结果",
    fields={"source": "code", "rows": "number", "same": "number"},
)
