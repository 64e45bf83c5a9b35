"""Verbs that only tests know."""

from xueyou.platform.acts.verbs import register_verb

PROBE = register_verb(
    "tests.probe.write",
    zh="试写一笔",
    fields={
        "subject": "uid",
        "state": "code",
        "amount": "number",
        "sure": "flag",
        "shown": "masked",
        "members": "uids",
    },
)
