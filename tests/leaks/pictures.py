"""Photographs of papers in the leak world: one that waits to be handed in, one at the desk.

Each tells its place and its owner in its file's name and its EXIF, which nobody may ever read.
"""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.leaks.families import NOW
from tests.leaks.named import named
from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.counter_papers import photograph_at_counter
from xueyou.domains.checks.services.deciding import send_back
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.pictures import add_pictures
from xueyou.kernel.calls.services.submitting import submit
from xueyou.surfaces.shell.passes import FIELD, with_pass

PAPER = "register_book"
MAKER = 0x010F


def put_up(world: World, who: str, owner: str, application: UUID) -> UUID:
    """Send an application back for a paper, and let its family photograph it."""
    send_back(
        actor=person(world, "enroller-a"),
        application_uid=application,
        missing=[Missing(PAPER, world.sentinels.word("application", owner, "why wanted"))],
        seen=seen_of(Application.objects.get(uid=application)),
        key=a_key(),
        at=NOW,
    )
    (uid,) = add_pictures(
        actor=person(world, who),
        application_uid=application,
        what=PAPER,
        upload=a_photograph(world.sentinels.word("number", who, f"where {owner} was")),
        key=a_key(),
        at=NOW,
    )
    return uid


def a_photograph(word: str = "") -> SimpleUploadedFile:
    """Return a photograph whose name and EXIF tell a word."""
    exif, out = Image.Exif(), BytesIO()
    exif[MAKER] = word
    Image.new("RGB", (8, 8), "grey").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{word}.jpg", out.getvalue())


def hand_in_with_picture(world: World, who: str, owner: str, application: UUID) -> None:
    """Let a photograph leave its family with the application."""
    picture = put_up(world, who, owner, application)
    draft = Application.objects.get(uid=application)
    submit(actor=person(world, who), application_uid=application, key=str(draft.draft_key), at=NOW)
    world.keep("papers_of", owner, application)
    world.keep("picture_of", owner, picture)


def leave_one_waiting(world: World, who: str, application: UUID) -> None:
    """Send a family's application back and leave its photograph there, to be handed in."""
    picture = put_up(world, who, who, application)
    world.keep("sent_back", who, application)
    world.keep("waiting_picture", who, picture)
    (at_counter,) = photograph_at_counter(
        actor=person(world, "enroller-a"),
        application_uid=application,
        what=PAPER,
        upload=a_photograph(world.sentinels.word("number", who, "where the counter was")),
        key=a_key(),
        at=NOW,
    )
    world.keep("counter_picture", who, at_counter)


NAMED = {
    "desk:picture": named("application", uid="papers_of", picture="picture_of"),
    "desk:take_down": named("application", uid="sent_back", picture="counter_picture"),
    "family:picture": named("application", uid="papers_of", picture="picture_of"),
    "family:take_down": named("application", uid="sent_back", picture="waiting_picture"),
}
FORMS: dict[str, Any] = {
    "desk:photograph": lambda world, owner: {"file": a_photograph()},
    "desk:take_down": lambda world, owner: {},
    "family:paper": lambda world, owner: {"photo": a_photograph()},
    "family:take_down": lambda world, owner: {},
}
AT_DESK = ("desk:picture", "desk:photograph", "desk:take_down")
SHOWN = ("desk:picture", "family:picture")


def passes(world: World, name: str, who: str) -> Iterator[dict[str, str]]:
    """Yield the queries with which a person's own pages name the photographs."""
    user = world.users.get(who)
    if name in SHOWN and user is not None:
        for (uid,) in world.things["picture_of"].values():
            _, _, query = with_pass(SimpleNamespace(user=user), "", uid).partition("=")  # type: ignore[arg-type]
            yield {FIELD: query}


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    families = dict.fromkeys(FORMS, "claimer") | {"family:picture": "mother"}
    return families | dict.fromkeys(AT_DESK, "enroller-a")
