"""What is done to publications, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

TAKE_DOWN = register_verb(
    "publications.publication.take_down",
    zh="撤下公示",
    fields={"kind": "code", "payload_sha256": "code"},
)
END = register_verb(
    "publications.publication.end",
    zh="公示到期，自动撤下",
    fields={"kind": "code", "payload_sha256": "code"},
)
