"""The application that a family looks at: one question, with all that its pages say of it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.views import FamilySees
from xueyou.platform.access.prepared_reading import PreparedRows, prepared_rows
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor


@prepared_rows(READ_APPLICATION, FamilySees, uid=UUIDField())
def _seen(rows: QuerySet[Application], uid: Any) -> QuerySet[Application]:
    return rows.filter(uid=uid).select_related(
        "call__organisation", "call__offering", "round", "person", "claim", "organisation"
    )


def seen_by(other: PreparedRows, actor: Actor) -> bool:
    """Return whether whatever is shown to the actor as FamilySees is reached by `other` too."""
    return other.reaches_all_of(_seen, actor)


def seen_application(actor: Actor, uid: UUID | str) -> Application:
    """Return an application that is shown to the actor as FamilySees, with its joins. NotFound."""
    try:
        rows = _seen(actor, uid=UUID(str(uid)))
    except ValueError:
        raise NotFound from None
    if not rows:
        raise NotFound
    found: Application = rows[0]
    return found


def missing_of(row: Application) -> list[tuple[str, str]]:
    """Return what an application was sent back for: what in the words of its kind, and why."""
    kind = kind_of(row.call.kind)
    return [(wanted_zh(kind, one["what"]), one["why"]) for one in row.missing]


def wanted_zh(kind: CallKind, what: str) -> str:
    """Return a material, or an answer, in the words of its kind."""
    fields = {field.name: field.zh for field in kind.answers}
    return kind.materials.get(what) or fields.get(what, what)
