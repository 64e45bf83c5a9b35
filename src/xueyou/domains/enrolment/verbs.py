"""What is done in the enrolment room, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

IMPORT_ZONES = register_verb(
    "enrolment.zones.import",
    zh="导入划片表",
    fields={
        "notice": "uid",
        "stage": "code",
        "valid_from": "code",
        "rows": "number",
        "schools": "number",
        "sha256": "code",
        "replaces": "uid",
    },
)
ENROL_LATE = register_verb(
    "enrolment.enrol_late", zh="补登已接受学位的学籍", fields={"offers": "number"}
)
