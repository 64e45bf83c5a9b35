"""Who wrote a row, as its tables keep it."""

from uuid import UUID

from xueyou.platform.acts.writing import ActInProgress


def author(a: ActInProgress) -> UUID | None:
    """Return the uid of the account that acts; None for jobs and the system."""
    return UUID(a.actor.id) if a.actor.kind == "user" else None
