"""Notes of the year, some with a photograph: small pictures that are drawn, not taken."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from xueyou.demo.replay.stage import Event, Steered, moment, person
from xueyou.demo.year.words import NOTES, Noted
from xueyou.domains.plans.services.notes import write_note

WIDTH, HEIGHT = 320, 240
SKY, GROUND, WALL, CRANE = (196, 214, 222), (150, 140, 120), (228, 220, 204), (190, 110, 50)


def notes(steered: Steered) -> Iterator[Event]:
    """Yield what was written on tasks and projects."""
    for noted in NOTES:
        key = f"demo-note-{noted.about}-{noted.on}"
        yield Event(moment(noted.on, 17, 30), key, "写进展", partial(_write, steered, noted))


def picture(floors: int) -> bytes:
    """Return a small JPEG of a building with so many floors under a crane."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    drawn = ImageDraw.Draw(image)
    drawn.rectangle((0, 190, WIDTH, HEIGHT), fill=GROUND)
    for floor in range(floors):
        top = 190 - 28 * (floor + 1)
        drawn.rectangle((70, top, 220, top + 26), fill=WALL)
        for window in range(5):
            drawn.rectangle((80 + 28 * window, top + 7, 96 + 28 * window, top + 20), fill=SKY)
    drawn.line((250, 190, 250, 40, 120, 40), fill=CRANE, width=4)
    kept = BytesIO()
    image.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def _write(steered: Steered, noted: Noted, *, key: str, at: datetime) -> None:
    kind = "project" if noted.about.startswith("P") else "task"
    owner = steered.project(noted.about) if kind == "project" else steered.task(noted.about)
    photos = [
        ContentFile(picture(2 + number + len(noted.words) % 3), name=f"现场{number + 1}.jpg")
        for number in range(noted.photos)
    ]
    write_note(
        actor=person(noted.login_name),
        owner_kind=kind,
        owner_uid=owner,
        words=noted.words,
        photos=photos,
        key=key,
        at=at,
    )
