"""The expert committee places the children for whom it was asked; some it has still to decide."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.enrolling import call_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import HANDED_IN, Household
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.enrolment.facts import NOWHERE
from xueyou.domains.enrolment.services.committee import ORDINARY, decide_panel
from xueyou.kernel.calls.models import Application, Option

SECRETARY = "luoan"
AT_HOME, LIKE_OTHERS = 3, 1
"""Of each four: one goes on like all others, one is taught at home, two get a school."""


def committee(
    opened: Opened, made: Sequence[Household], on: date, *, undecided: int = 0
) -> Iterator[Event]:
    """Yield what the committee decided on a day; the last `undecided` of them wait."""
    asked = [one for one in made if one.home.special and one.end == HANDED_IN]
    for n, family in enumerate(asked[: len(asked) - undecided]):
        key = f"demo-{opened.name}-panel-{family.guardian.login_name}"
        do = partial(_decide, opened, family, n)
        yield Event(moment(on, 14, n % 60), key, "专家委员会安排", do)


def _decide(opened: Opened, family: Household, n: int, *, key: str, at: datetime) -> None:
    call = call_of(opened)
    application = Application.objects.get(
        call=call, drafted_by__login_name=family.guardian.login_name
    )
    wished = family.home.wishes[0]
    decided = str(Option.objects.get(call=call, code=wished).uid)
    if n % 4 == LIKE_OTHERS:
        decided = ORDINARY
    elif n % 4 == AT_HOME:
        decided = NOWHERE
    decide_panel(
        actor=person(SECRETARY), application_uid=application.uid, decided=decided, key=key, at=at
    )
