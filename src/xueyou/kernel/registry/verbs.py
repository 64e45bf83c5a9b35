"""What is done to the registry, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

OPEN_POST = register_verb(
    "registry.post.open", zh="设立岗位", fields={"organisation": "uid", "opened_on": "code"}
)
CLOSE_POST = register_verb("registry.post.close", zh="撤销岗位", fields={"closed_on": "code"})
HAND_OVER_POST = register_verb(
    "registry.post.hand_over",
    zh="移交岗位",
    fields={"holding": "uid", "to": "uid", "before": "uid", "on": "code"},
)
SET_PARAMETER = register_verb(
    "registry.parameter.set",
    zh="设定参数",
    fields={
        "name": "code",
        "jurisdiction": "uid",
        "valid_from": "code",
        "verified": "flag",
        "replaces": "uid",
    },
)
SET_SCHOOL_YEAR = register_verb(
    "registry.school_year.set",
    zh="设定学年起止",
    fields={"year": "number", "starts_on": "code", "ends_on": "code"},
)
INVITE_GUARDIAN = register_verb(
    "registry.guardian.invite", zh="邀请另一位监护人", fields={"invitation": "uid"}
)
ACCEPT_INVITATION = register_verb(
    "registry.guardian.accept", zh="接受监护人邀请", fields={"invitation": "uid", "bond": "uid"}
)
TAKE_CODES_BACK = register_verb(
    "registry.guardian.take_back", zh="收回没有用过的邀请码", fields={"invitations": "uids"}
)
SHARE_CLAIM = register_verb(
    "registry.claim.share",
    zh="邀请另一位监护人看还没核对的孩子",
    fields={"claim": "uid", "sharing": "uid"},
)
END_SHARING = register_verb(
    "registry.claim.end_sharing",
    zh="不再让对方看还没核对的孩子",
    fields={"claim": "uid", "sharing": "uid"},
)
END_BOND = register_verb(
    "registry.bond.end",
    zh="终止关系",
    fields={"subject": "uid", "kind": "code", "on": "code", "basis": "code"},
)
CLAIM_CHILD = register_verb(
    "registry.child.claim", zh="登记自己的孩子", fields={"claim": "uid", "person": "uid"}
)
SETTLE_CLAIM = register_verb(
    "registry.claim.settle",
    zh="认定是谁的孩子",
    fields={
        "claim": "uid",
        "is_theirs": "flag",
        "basis": "code",
        "person": "uid",
        "applications": "uids",
    },
)
ENROL_STAFF = register_verb(
    "registry.staff.enrol", zh="登记本校老师", fields={"people": "uids", "on": "code"}
)
END_STAFF = register_verb(
    "registry.staff.end",
    zh="结束老师的登记",
    fields={"person": "uid", "on": "code", "why": "code"},
)
MERGE_PEOPLE = register_verb(
    "registry.person.merge", zh="合并两份人员档案", fields={"gone": "uid", "rooms": "codes"}
)
EXPORT_PERSON = register_verb(
    "registry.person.export", zh="导出一个人的全部资料", fields={"rooms": "codes"}
)
ERASE_PERSON = register_verb(
    "registry.person.erase", zh="删除一个人的资料", fields={"ground": "code", "rooms": "codes"}
)
UNMASK_NUMBER = register_verb(
    "registry.number.unmask",
    zh="查看完整证件号码",
    fields={"identifier": "uid", "kind": "code", "reason": "code"},
)
EXCHANGE_KEYS = register_verb(
    "registry.keys.exchange",
    zh="更换密钥",
    fields={"step": "code", "to": "code", "rows": "number", "unreadable": "number"},
)
