"""Children who go before the expert committee, as those see them who check applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from xueyou.domains.enrolment.facts import NOWHERE
from xueyou.domains.enrolment.services.committee import ORDINARY, schools_of_call, special_in
from xueyou.kernel.calls.access import CHECK_APPLICATION, READ_APPLICATION, READ_CALL
from xueyou.kernel.calls.models import Call, Round, RoundState
from xueyou.kernel.calls.views import HomeSees
from xueyou.platform.access.reading import NotFound, read, scope, target
from xueyou.platform.acts.actors import Actor

Schools = Mapping[str, tuple[str, str]]
"""By code the option and its title."""
ELSEWHERE = "送教上门或另行安排"
OTHERS = ((NOWHERE, ELSEWHERE), (ORDINARY, "不用安排，和别人一样排位"))
"""What else it may decide than a school: (code, words)."""


@dataclass(frozen=True, slots=True)
class Before:
    """A child before the committee; `decided` is the school's name, "" while nothing is; `chosen`
    what was given for it.
    """

    row: HomeSees
    decided: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Committee:
    """A call's children before the committee: those of its last round, by receipt number.

    `asked`: whether families of the call are asked at all; `open_now`: whether the committee's
    word may still be entered; `schools`: (option, title) that it may name.
    """

    title: str
    asked: bool
    open_now: bool
    children: Sequence[Before]
    schools: Sequence[tuple[str, str]]

    @property
    def undecided(self) -> int:
        """How many wait."""
        return sum(not one.decided for one in self.children)


def committee_of(actor: Actor, call_uid: UUID | str) -> Committee:
    """Return the committee's list of a call. Raises NotFound."""
    call: Call = target(actor, READ_CALL, call_uid)
    if call.kind != "enrolment.school":
        raise NotFound
    schools = schools_of_call(call.pk)
    round_ = (
        Round.objects.select_related("call")
        .filter(call=call)
        .exclude(state__in=(RoundState.DRAFT, RoundState.CANCELLED))
        .order_by("-ordinal")
        .first()
    )
    by_code = {code: (uid, title) for uid, code, title in schools}
    children = [] if round_ is None else _children(actor, round_, by_code)
    return Committee(
        title=call.title,
        asked=call.settings.get("committee") == "yes",
        open_now=round_ is not None and round_.state == RoundState.ANNOUNCED,
        children=children,
        schools=[(uid, title) for uid, _, title in schools],
    )


def _children(actor: Actor, round_: Round, schools: Schools) -> list[Before]:
    mine = set(
        scope(actor, CHECK_APPLICATION).filter(call=round_.call_id).values_list("pk", flat=True)
    )
    codes = {
        one.uid: facts.get("panel_school", "")
        for one, facts in special_in(round_)
        if one.pk in mine
    }
    rows = read(actor, READ_APPLICATION, HomeSees).restrict(Q(uid__in=list(codes)))
    return [Before(row, *_said(codes[row.uid], schools)) for row in rows.order_by("receipt_no")]


def _said(code: str, schools: Schools) -> tuple[str, str]:
    if code == NOWHERE:
        return ELSEWHERE, NOWHERE
    uid, title = schools.get(code, ("", code))
    return title, uid
