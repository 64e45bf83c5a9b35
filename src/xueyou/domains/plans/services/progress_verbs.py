"""What is done with workbooks of progress, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

HAND_IN = register_verb(
    "plans.progress.hand_in",
    zh="交一份进度表",
    fields={
        "sha256": "code",
        "rows": "number",
        "new": "number",
        "restated": "number",
        "wrong": "number",
    },
)
TAKE_IN = register_verb(
    "plans.progress.take_in", zh="确认导入一份进度表", fields={"plan": "uid", "job": "uid"}
)
RECORD = register_verb(
    "plans.progress.record",
    zh="导入一份进度表",
    fields={"plan": "uid", "new": "number", "restated": "number", "changes_sha256": "code"},
)
OVERTAKEN = register_verb(
    "plans.progress.overtaken", zh="进度表在导入前已被别的填报超过", fields={"plan": "uid"}
)
"""Nothing was recorded: figures had changed since the person looked at them."""
