"""Setting the plan up to be steered: posts, the nine on the wall, lines of pace, county shares."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.people import POSTS, Held
from xueyou.demo.replay.stage import Event, Steered, moment, person, place, post
from xueyou.demo.year.counties import COUNTIES, SHARED
from xueyou.demo.year.review import CURVES, FEATURED
from xueyou.domains.plans.services.steer_targets import (
    add_county_targets,
    feature_indicator,
    set_curve,
)
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM

CALENDAR_ENTERED = date(2025, 11, 10)
POSTS_OPENED = date(2026, 1, 5)
SET_UP = date(2026, 3, 9)


def preparations() -> Iterator[Event]:
    """Yield the calendar and the posts that every duty hangs on."""
    yield Event(moment(CALENDAR_ENTERED), "demo-calendar-2026", "2026年放假安排", _calendar)
    for held in POSTS:
        begins, name = moment(POSTS_OPENED), f"demo-post-{held.place}"
        yield Event(begins, name, f"岗位：{held.title}", partial(_open, held))
        later = moment(POSTS_OPENED, 10)
        yield Event(later, f"{name}-held", "岗位上任", partial(_hold, held))


def settings(steered: Steered) -> Iterator[Event]:
    """Yield how the officers set up what the wall shows and what the counties took over."""
    for key in FEATURED:
        feature = partial(_feature, steered, key)
        yield Event(moment(SET_UP, 9), f"demo-feature-{key}", "选上挂图的指标", feature)
    for key in CURVES:
        curve = partial(_curve, steered, key)
        yield Event(moment(SET_UP, 10), f"demo-curve-{key}", "定进度线", curve)
    for key in SHARED:
        share = partial(_share, steered, key)
        yield Event(moment(SET_UP, 14), f"demo-share-{key}", "分到县区", share)


def _calendar(*, key: str, at: datetime) -> None:
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key=key, at=at
    )


def _open(held: Held, *, key: str, at: datetime) -> None:
    open_post(
        actor=person("hanwei"),
        organisation_uid=place(held.place).uid,
        title=held.title,
        key=key,
        at=at,
    )


def _hold(held: Held, *, key: str, at: datetime) -> None:
    hand_over_post(
        actor=person("hanwei"),
        post_uid=post(held.place, held.title).uid,
        user_uid=User.objects.get(login_name=held.login_name).uid,
        on=POSTS_OPENED,
        key=key,
        at=at,
    )


def _feature(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    feature_indicator(
        actor=person("hanwei"),
        indicator_uid=steered.indicator(name).uid,
        featured=True,
        key=key,
        at=at,
    )


def _curve(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    set_curve(
        actor=person("hanwei"),
        target_uid=steered.target(name),
        kind="milestones",
        points=[(date.fromisoformat(day), share) for day, share in CURVES[name]],
        key=key,
        at=at,
    )


def _share(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    """Share out what the document has not shared out itself."""
    values = {
        str(place(code).uid): value
        for code, value in zip(COUNTIES, SHARED[name].targets, strict=True)
        if not steered.is_shared(name, code)
    }
    if values:
        add_county_targets(
            actor=person("hanwei"),
            indicator_uid=steered.indicator(name).uid,
            values=values,
            key=key,
            at=at,
        )
