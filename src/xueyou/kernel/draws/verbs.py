"""What is done to draws, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

COMMIT = register_verb(
    "draws.draw.commit",
    zh="抽签承诺",
    fields={
        "purpose": "code",
        "ordinal": "number",
        "official": "flag",
        "commitment_sha256": "code",
        "seals": "number",
    },
)
REVEAL = register_verb(
    "draws.draw.reveal",
    zh="抽签揭晓",
    fields={"commitment_sha256": "code", "seed": "code", "source": "number"},
)
VOID = register_verb(
    "draws.draw.void", zh="抽签作废", fields={"ordinal": "number", "commitment_sha256": "code"}
)
