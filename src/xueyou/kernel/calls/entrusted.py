"""Whose options a call may have: its own organisation's, those below it, and those entrusted to it.

Who calls cannot reach over to an organisation elsewhere in the tree; whoever is above both entrusts
it to him, from a day to a day. What families were once told stays to the end of the call, whatever
becomes of the entrusting: a school never leaves a call in which somebody may have wished for it.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from xueyou.kernel.calls.models import Call, CapacityLine, Choice, Option, RoundState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.kernel.registry.selectors.standings import holders
from xueyou.platform.orgs.models import Organisation

TOLD = (RoundState.ANNOUNCED, RoundState.FROZEN, RoundState.RUN, RoundState.PUBLISHED)


def within_reach(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """Return the organisations whose options a call of this one may have on a day."""
    entrusted = holders(ENTRUSTED, scope=organisation.path, on=on)
    own = Q(path__startswith=organisation.path)
    return Organisation.objects.filter(own | Q(pk__in=entrusted), closed_on=None)


def told(calls: QuerySet[Call]) -> QuerySet[Option]:
    """Return the options of these calls that families know: announced, or wished for."""
    lines = CapacityLine.objects.filter(
        option=OuterRef("pk"), round__state__in=TOLD, voided_at=None
    )
    wishes = Choice.objects.filter(option=OuterRef("pk"))
    return Option.objects.filter(Exists(lines) | Exists(wishes), call__in=calls, withdrawn_at=None)


def require_within_reach(call: Call, options: QuerySet[Option], on: date, undone: str) -> None:
    """Refuse what a call would newly tell families of organisations that are not entrusted to it.

    `undone` says what was not done. Raises CallRefused.
    """
    names = (
        options.filter(withdrawn_at=None)
        .exclude(organisation__path__startswith=call.organisation.path)
        .exclude(organisation__in=holders(ENTRUSTED, scope=call.organisation.path, on=on))
        .exclude(pk__in=told(Call.objects.filter(pk=call.pk)).values("pk"))
        .order_by("organisation__sort_key", "organisation")
        .values_list("organisation__name", flat=True)
    )
    missing = "、".join(dict.fromkeys(names))
    if missing:
        raise CallRefused(
            f"“{missing}”不归{call.organisation.name}管，现在也没有委托给它招生。{undone}"
            "请先请上级教育局登记委托，或者撤下这个选项。"
        )
