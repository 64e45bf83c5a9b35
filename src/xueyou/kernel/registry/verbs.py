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
