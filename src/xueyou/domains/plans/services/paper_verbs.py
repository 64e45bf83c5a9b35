"""What this room does with papers, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

DRAFT_CIRCULAR = register_verb(
    "plans.circular.draft",
    zh="起草督查通报",
    fields={"paper": "uid", "checkpoint": "uid", "claims": "number", "content_sha256": "code"},
)
MAKE_SHEET = register_verb(
    "plans.sheet.make",
    zh="开一张交办单",
    fields={"sheet": "uid", "paper": "uid", "tasks": "uids", "reply_by": "code"},
)
RETURN_SHEET = register_verb(
    "plans.sheet.return",
    zh="收下交办单的回执",
    fields={"sheet": "uid", "notes": "uids", "unchanged": "number", "sha256": "code"},
)
