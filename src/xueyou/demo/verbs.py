"""What the demonstration itself does in the log; all else in it is done by the rooms' own verbs."""

from xueyou.platform.acts.verbs import register_verb

LOAD = register_verb(
    "demo.load", zh="装入演示报名", fields={"call": "uid", "rows": "number", "seed": "code"}
)
