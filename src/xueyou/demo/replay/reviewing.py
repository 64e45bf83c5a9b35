"""Reading the documents over: the plan opened, items edited, rejected, merged, split, confirmed."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from xueyou.demo.replay.stage import Event, Steered, moment, person, received
from xueyou.demo.year.projects import PROJECTS
from xueyou.demo.year.review import (
    ACCEPTED,
    CONTENTS,
    MERGED,
    NAMES,
    REJECTED,
    SPLIT,
    THEMES,
    TITLES,
)
from xueyou.domains.plans.services.plan_versions import accept_rest, confirm_version, open_plan
from xueyou.domains.plans.services.reviewing import accept, edit, merge, reject
from xueyou.domains.plans.services.splitting import split

OPENED = date(2026, 2, 27)
REVIEWED = date(2026, 3, 2)
CONFIRMED = date(2026, 3, 6)
REVIEWER, SECOND, CONFIRMER = "hanwei", "songli", "zhoumingyuan"


def changed() -> dict[str, dict[str, Any]]:
    """Return what the officers put otherwise than it was read, by key of the item."""
    found: dict[str, dict[str, Any]] = {key: dict(given) for key, given in CONTENTS.items()}
    for theme, (first, last) in THEMES.items():
        for number in range(first, last + 1):
            found.setdefault(f"T{number}", {})["theme"] = theme
    for key, title in TITLES.items():
        found.setdefault(key, {})["title"] = title
    for key, name in NAMES.items():
        if key not in SPLIT:
            found.setdefault(key, {})["name"] = name
    for key, built in PROJECTS.items():
        found[key] = {
            "starts_on": f"2026-{built.starts}",
            "due_on": f"2026-{built.due}",
            "organisation": None if built.place == "LC" else built.place,
        }
    return found


def review(steered: Steered, document: str) -> Iterator[Event]:
    """Yield the opening of the year's plan and its review by two officers."""
    opened = partial(open_document, steered, document, 2026, 2026)
    yield Event(moment(OPENED, 10), "demo-open-2026", "把工作要点立为计划", opened)
    at, said = moment(REVIEWED, 9), "逐条审核读出的内容"
    for number, (name, content) in enumerate(changed().items()):
        who = SECOND if number % 3 == 0 else REVIEWER
        yield Event(at, f"demo-edit-{name}", said, partial(_edit, steered, who, name, content))
    for name in REJECTED:
        yield Event(at, f"demo-reject-{name}", said, partial(_reject, steered, name))
    for name, into in MERGED.items():
        yield Event(at, f"demo-merge-{name}", said, partial(_merge, steered, name, into))
    for name in SPLIT:
        yield Event(at, f"demo-split-{name}", said, partial(_split, steered, name))
    for name in ACCEPTED:
        yield Event(at, f"demo-accept-{name}", said, partial(_accept, steered, name))
    yield from confirmation(steered, 2026, moment(REVIEWED, 17), moment(CONFIRMED, 11))


def confirmation(
    steered: Steered, year: int, accepted: datetime, confirmed: datetime
) -> Iterator[Event]:
    """Yield how what is left is accepted, and the whole confirmed by the chief."""
    accept = partial(_accept_rest, steered)
    yield Event(accepted, f"demo-accept-{year}", "其余的整批认可", accept)
    yield Event(confirmed, f"demo-confirm-{year}", "局长确认计划", partial(_confirm, steered))


def open_document(
    steered: Steered, document: str, first: int, last: int, *, key: str, at: datetime
) -> None:
    """Open a plan of these years on a document that was read."""
    open_plan(
        actor=person(REVIEWER),
        document_uid=received(document).uid,
        title=steered.title,
        year=first,
        starts_on=date(first, 1, 1),
        ends_on=date(last + 1, 1, 1),
        key=key,
        at=at,
    )


def _accept_rest(steered: Steered, *, key: str, at: datetime) -> None:
    accept_rest(actor=person(REVIEWER), plan_uid=steered.plan.uid, key=key, at=at)


def _confirm(steered: Steered, *, key: str, at: datetime) -> None:
    confirm_version(actor=person(CONFIRMER), plan_uid=steered.plan.uid, key=key, at=at)


def _edit(
    steered: Steered, who: str, name: str, content: dict[str, Any], *, key: str, at: datetime
) -> None:
    item = steered.item(name)
    edit(
        actor=person(who),
        item_uid=item.uid,
        revision=item.revision,
        content={**item.content, **content},
        key=key,
        at=at,
    )


def _accept(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    item = steered.item(name)
    accept(actor=person(REVIEWER), item_uid=item.uid, revision=item.revision, key=key, at=at)


def _reject(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    item = steered.item(name)
    reject(actor=person(SECOND), item_uid=item.uid, revision=item.revision, key=key, at=at)


def _merge(steered: Steered, name: str, into: str, *, key: str, at: datetime) -> None:
    item = steered.item(name)
    merge(
        actor=person(REVIEWER),
        item_uid=item.uid,
        revision=item.revision,
        into_uid=steered.item(into).uid,
        key=key,
        at=at,
    )


def _split(steered: Steered, name: str, *, key: str, at: datetime) -> None:
    item = steered.item(name)
    first, more = SPLIT[name]
    split(
        actor=person(REVIEWER),
        item_uid=item.uid,
        revision=item.revision,
        parts=[{**item.content, "name": first}, {**item.content, **more}],
        key=key,
        at=at,
    )
