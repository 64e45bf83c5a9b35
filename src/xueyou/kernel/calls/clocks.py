"""In what time a rolling round answers: a clock for each application, stopped while it waits for
its family, and told of to whoever checks before it runs out."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby

from xueyou.engines.working_days import YearMissing
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.kinds import Term, kind_of
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.verbs import BEGIN_CLOCKS
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.deadlines.firing import Firing, on_fire
from xueyou.kernel.deadlines.models import Deadline, DeadlineState
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify
from xueyou.platform.time import CITY

STATES = ApplicationState
OWNER = "application"
NAME = "办理"
WAITS_FOR_FAMILY = "退回家长补材料"
HANDED_IN_AGAIN = "家长补交了"
NOT_SENT_BACK = "退回的那一次撤销了"

WARNED = notification_kind(
    "calls.clock.warned",
    zh="{title}有一份申请快到办理时限了。",
    mail=True,
    body="请核对、定结果；还差材料的，请一次告知家长。",
)
OVERDUE = notification_kind(
    "calls.clock.overdue",
    zh="{title}有一份申请过了办理时限，还没有答复。",
    mail=True,
    body="请尽快办结，并向家长说明。",
)


def begun(a: ActInProgress, application: Application) -> None:
    """Start the clock of what was handed in for a rolling round, or let it go on.

    Where a year's table is not entered yet no last day can be said: nobody is kept from asking for
    that, `begin_waiting` does it once the table is there.
    """
    term = kind_of(application.call.kind).term(application.call)
    if term is None:
        return
    with suppress(YearMissing):
        _begin(a, application, term)


def begin_waiting() -> int:
    """Start, or let go on, the clocks that waited for a table of days; return how many."""
    asked = Application.objects.select_related("call__organisation").filter(
        round__mode=RoundMode.ROLLING,
        round__state=RoundState.ANNOUNCED,
        decided_in=None,
        state__in=(STATES.SUBMITTED, STATES.CHECKED, STATES.CONTESTED),
    )
    rows = list(asked.order_by("call_id", "pk"))
    clocks = deadlines.by_owner(OWNER, [one.uid for one in rows], NAME)
    waiting = [one for one in rows if not _runs(clocks.get(one.uid))]
    begun_now = 0
    for _, some in groupby(waiting, key=lambda one: one.call_id):
        begun_now += _begin_all(list(some))
    return begun_now


def _runs(clock: Deadline | None) -> bool:
    return clock is not None and clock.state == DeadlineState.RUNNING


def _begin_all(some: Sequence[Application]) -> int:
    """Start the clocks of one call's applications from the days on which they were handed in."""
    call = some[0].call
    term = kind_of(call.kind).term(call)
    if term is None:
        return 0
    try:
        with act(SYSTEM, BEGIN_CLOCKS.name) as a:
            for one in some:
                assert one.submitted_at is not None, "a clock is of what was handed in"
                _begin(a, one, term, one.submitted_at.astimezone(CITY).date())
            a.about("call", call.uid, org_path=call.organisation.path)
            a.data = {"call": call.uid, "applications": [one.uid for one in some]}
    except YearMissing:
        return 0
    return len(some)


def _begin(
    a: ActInProgress, application: Application, term: Term, since: date | None = None
) -> None:
    running = clock_of(application)
    if running is None:
        deadlines.start(
            a,
            owner_kind=OWNER,
            owner_uid=application.uid,
            name=NAME,
            org_path=application.home_path,
            amount=term.amount,
            unit=term.unit,
            warn_before=term.warn_before,
            started_on=since,
        )
    elif running.state == DeadlineState.PAUSED:
        deadlines.resume(a, running, ground=HANDED_IN_AGAIN)


def waits_for_family(a: ActInProgress, application: Application) -> None:
    """Stop the clock while the family completes what is missing; one that is over stays over."""
    running = clock_of(application)
    if running is not None and running.state == DeadlineState.RUNNING:
        try:
            deadlines.pause(a, running, ground=WAITS_FOR_FAMILY)
        except DeadlineRefused:
            return


def goes_on(a: ActInProgress, application: Application) -> None:
    """Let the clock go on: what was asked of the family is not asked any more."""
    running = clock_of(application)
    if running is not None and running.state == DeadlineState.PAUSED:
        deadlines.resume(a, running, ground=NOT_SENT_BACK)


def answered(a: ActInProgress, application: Application) -> None:
    """Note that the family has its answer."""
    running = clock_of(application)
    if running is not None:
        deadlines.meet(a, running)


def taken_back(a: ActInProgress, application: Application) -> None:
    """Let the clock of an application that was taken back stop."""
    running = clock_of(application)
    if running is not None:
        deadlines.cancel(a, running)


def all_taken_back(a: ActInProgress, round_: Round) -> None:
    """Let the clocks of a round that is cancelled stop."""
    asked = list(Application.objects.filter(round=round_).values_list("uid", flat=True))
    for running in deadlines.by_owner(OWNER, asked, NAME).values():
        if running.is_open:
            deadlines.cancel(a, running)


def clock_of(application: Application) -> Deadline | None:
    """Return the open clock of an application; None where none runs."""
    found = deadlines.by_owner(OWNER, [application.uid], NAME).get(application.uid)
    return found if found is not None and found.is_open else None


@on_fire(OWNER)
def tell(a: ActInProgress, firing: Firing) -> None:
    """Tell those who check the applications of the organisation that keeps the call."""
    rows = Application.objects.select_related("call__organisation")
    application = rows.get(uid=firing.owner_uid)
    notify(
        (WARNED if firing.kind == "warning" else OVERDUE).name,
        act_uid=a.uid,
        users=_checking(application, a),
        params={"title": application.call.title},
        link=f"/calls/applications/{application.uid}/",
    )


def _checking(application: Application, a: ActInProgress) -> list[User]:
    names = [one.name for one in roles() if one.grants_of(CHECK_APPLICATION) and not one.everyone]
    held = (
        Assignment.objects.standing()
        .on(a.business_at.date())
        .filter(role__in=names, organisation=application.call.organisation, user__is_active=True)
    )
    found = {row.user_id: row.user for row in held.select_related("user")}
    return list(found.values())
