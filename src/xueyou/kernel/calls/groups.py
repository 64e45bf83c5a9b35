"""Groups of applications: children who apply as one keep one list of wishes between them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from xueyou.kernel.calls.answers import Wishes, draft_of, sealed_draft
from xueyou.kernel.calls.models import Application
from xueyou.platform.db import prepared
from xueyou.rulebook.language.model import Group
from xueyou.rulebook.language.model import Rulebook as Rules

Shared = list[tuple[Application, dict[str, Any]]]
"""Drafts with the columns that they get."""


@prepared(call=BigIntegerField(), group=CharField())
def _bound(call: Any, group: Any) -> QuerySet[Application]:
    rows = Application.objects.filter(call=call, group_key=group, withdrawn_at=None)
    return rows.order_by("pk")


def mates_of(application: Application) -> list[Application]:
    """Return the other applications of the group, handed in or begun."""
    if not application.group_key:
        return []
    rows = _bound(call=application.call_id, group=application.group_key)
    return [one for one in rows if one.pk != application.pk]


def together(application: Application, mates: Sequence[Application]) -> list[Application]:
    """Return those of the mates, now all locked, that are bound to the application still."""
    group = application.group_key
    return [one for one in mates if group and one.group_key == group and one.withdrawn_at is None]


def part(members: Sequence[Application]) -> None:
    """Let the members of a group, all locked, each go on alone, with the list as it stands."""
    for one in members:
        one.group_key = ""
        one.revision += 1
        one.save(update_fields=["group_key", "revision"])


def shared(mates: Sequence[Application], wishes: Wishes) -> Shared:
    """Return the columns of what is begun in these applications, where these wishes change it."""
    found: Shared = []
    for mate in mates:
        if mate.draft_enc is None:
            continue
        before = draft_of(mate)
        draft = before.changed({}, wishes)
        if draft.plain != before.plain:
            found.append((mate, sealed_draft(mate.uid, draft)))
    return found


def share_wishes(mates: Sequence[Application], wishes: Wishes) -> None:
    """Put wishes into what is begun in these locked applications, batch by batch."""
    for mate, columns in shared(mates, wishes):
        for name, value in columns.items():
            setattr(mate, name, value)
        mate.revision += 1
        mate.save(update_fields=["revision", *columns])


def binding(rules: Rules) -> Group | None:
    """Return how the rules treat those who apply as one; None where they treat nobody so."""
    return next((batch.group for batch in rules.batches if batch.group.bind), None)
