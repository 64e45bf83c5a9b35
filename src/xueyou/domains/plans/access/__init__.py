"""Who may do what in the plans room. Roles name these permissions; anchors say whose rows."""

from xueyou.domains.plans.access.documents import (
    DOCUMENTS,
    READ_DOCUMENT,
    RECEIVE_DOCUMENT,
    STEER_READING,
)

__all__ = ["DOCUMENTS", "READ_DOCUMENT", "RECEIVE_DOCUMENT", "STEER_READING"]
