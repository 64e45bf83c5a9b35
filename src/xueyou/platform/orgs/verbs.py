"""What can be done to the tree. Names are kept by the rows; acts keep uids and paths."""

from xueyou.platform.acts.verbs import register_verb

CREATE = register_verb(
    "orgs.organisation.create",
    zh="登记一个单位",
    fields={"kind": "code", "parent": "uid", "path": "code"},
)
RENAME = register_verb("orgs.organisation.rename", zh="更改单位名称")
MOVE = register_verb(
    "orgs.organisation.move",
    zh="调整单位隶属",
    fields={"path_before": "code", "path_after": "code", "moved": "number"},
)
CLOSE = register_verb("orgs.organisation.close", zh="撤销一个单位", fields={"closed_on": "code"})
BIND = register_verb(
    "orgs.bond.bind",
    zh="登记单位之间的关系",
    fields={"kind": "code", "a": "uid", "b": "uid", "valid_from": "code", "valid_to": "code"},
)
VOID = register_verb(
    "orgs.bond.void", zh="作废单位之间的关系", fields={"kind": "code", "a": "uid", "b": "uid"}
)
