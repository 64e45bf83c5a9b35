"""Applications that go together, as their family sees them: bound, or free to be bound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.groups import binding
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, PhaseStep
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.selectors.own import seen_application
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.calls.windows import any_window, round_at
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.access.views import seen_as
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now


@dataclass(frozen=True, slots=True)
class Together:
    """An application, with whom it is bound and with whom it may be.

    `tier` and `straddle` are those of the rules' group (docs/handbook/rules.md). `candidates`:
    those that may be bound now, all at once. `handed_in`: those that would, were they not handed
    in already. `why_not` says why the candidates may not, "" where they may.
    """

    row: FamilySees
    zh: str
    tier: str
    straddle: str
    mates: Sequence[FamilySees]
    candidates: Sequence[FamilySees]
    handed_in: Sequence[FamilySees]
    why_not: str
    open_now: bool


def together_of(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> Together:
    """Return how an application stands beside those of the same family in the call.

    Raises NotFound, also where the call knows no such groups.
    """
    at = at or business_now()
    found = seen_application(actor, uid)
    kind, round_ = kind_of(found.call.kind), round_at(found.call, at)
    group = None if round_ is None or round_.rulebook_id is None else binding(rules_of(round_))
    if not kind.together or group is None or round_ is None:
        raise NotFound
    others = _others(actor, found)
    free = [one for one in others if not one.group_key and not found.group_key]
    drafts = [one for one in free if one.submitted_at is None and found.submitted_at is None]
    why = kind.may_group([found, *drafts]) if drafts else ""
    if why and len(drafts) > 1:
        drafts = [one for one in drafts if not kind.may_group([found, one])]
        why = "" if drafts else why
    return Together(
        row=seen_as(FamilySees, found),
        zh=kind.together,
        tier=group.tier,
        straddle=group.straddle,
        mates=_seen(one for one in others if found.group_key and one.group_key == found.group_key),
        candidates=() if why else _seen(drafts),
        handed_in=_seen(
            one for one in free if one not in drafts and not kind.may_group([found, one])
        ),
        why_not=why,
        open_now=any_window(round_, PhaseStep.APPLY, at),
    )


def _others(actor: Actor, found: Application) -> list[Application]:
    rows = scope(actor, READ_APPLICATION, FamilySees).filter(call=found.call_id, withdrawn_at=None)
    rows = rows.exclude(pk=found.pk).select_related("call", "person", "claim", "organisation")
    return list(rows.order_by("pk"))


def _seen(rows: Iterable[Application]) -> list[FamilySees]:
    return [seen_as(FamilySees, one) for one in rows]
