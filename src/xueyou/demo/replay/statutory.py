"""Children of statutory groups: their certificates are looked at, and an officer states it.

Who cannot show one counts like everybody else.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from django.core.files.base import File

from xueyou.demo.documents import CERTIFICATE
from xueyou.demo.replay.enrolling import call_of, hand_in
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import HANDED_IN, Household
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.deciding import pass_file, send_back
from xueyou.kernel.calls.models import Application, ApplicationState
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.pictures import add_pictures

PAPER = "policy_paper"
OF_EACH, WITHOUT = 3, 1
"""Of each three families, the second has no certificate to show."""


def claiming(made: Sequence[Household]) -> list[Household]:
    """Return the families that say so and have handed in for one child."""
    return [one for one in made if one.home.policy and one.end == HANDED_IN and one.twin is None]


def shows(n: int) -> bool:
    """Return whether the n-th of them has a certificate."""
    return n % OF_EACH != WITHOUT


def statutory(opened: Opened, made: Sequence[Household], on: date) -> Iterator[Event]:
    """Yield that each comes to the counter on a day, with its certificate or without."""
    for n, family in enumerate(claiming(made)):
        key = f"demo-{opened.name}-statutory-{n}"
        said = "看过优待对象的证明" if shows(n) else "没有优待对象的证明"
        state = partial(stated, opened, family, {"statutory": "yes" if shows(n) else "no"})
        yield Event(moment(on, 9 + n % 8, 20), key, said, state)


def at_the_desk(opened: Opened, made: Sequence[Household], on: date) -> Iterator[Event]:
    """Yield what is open at a desk: certificates seen, and asked for."""
    for n, family in enumerate(claiming(made)):
        key, at = f"demo-{opened.name}-statutory-{n}", moment(on, 10 + n % 6, 40)
        if n % OF_EACH == 2:
            state = partial(stated, opened, family, {"statutory": "yes"})
            yield Event(at, key, "看过优待对象的证明", state)
        else:
            yield Event(at, key, "请交优待对象的证明", partial(_ask_for_it, opened, family))


def photographed(opened: Opened, made: Sequence[Household], on: date) -> Event:
    """Return that the first of them photographs its certificate at home, of an evening."""
    send = partial(_photographed, opened, claiming(made)[0])
    return Event(moment(on, 20), f"demo-{opened.name}-photographed", "家长拍照交来证明", send)


def _ask_for_it(opened: Opened, family: Household, *, key: str, at: datetime) -> None:
    application = file_of(opened, family)
    send_back(
        actor=person(opened.officer),
        application_uid=application.uid,
        missing=[Missing(PAPER, "请把主管部门开的证明拍清楚，四个角都要看得到。")],
        seen=seen_of(application),
        key=key,
        at=at,
    )


def _photographed(opened: Opened, family: Household, *, key: str, at: datetime) -> None:
    application, who = file_of(opened, family), person(family.guardian.login_name)
    if application.state != ApplicationState.RETURNED:
        return  # it is handed in
    with CERTIFICATE.open("rb") as file:
        add_pictures(
            actor=who,
            application_uid=application.uid,
            what=PAPER,
            upload=File(file, name=CERTIFICATE.name),
            key=key,
            at=at,
        )
    hand_in(who, application.uid, at)


def stated(
    opened: Opened, family: Household, facts: dict[str, str], *, key: str, at: datetime
) -> None:
    """Let an officer pass a file with what the certificate says."""
    application = file_of(opened, family)
    pass_file(
        actor=person(opened.officer),
        application_uid=application.uid,
        facts=facts,
        seen=seen_of(application),
        key=key,
        at=at,
    )


def file_of(opened: Opened, family: Household) -> Application:
    """Return what a family of one child has handed in."""
    who = family.guardian.login_name
    rows = Application.objects.filter(call=call_of(opened), drafted_by__login_name=who)
    return rows.order_by("pk")[0]
