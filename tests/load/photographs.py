"""Families whose application was sent back before the hour: each sends a photograph of 2 MB.

The photographs are made here, a few of them in colours of their own: what is stored is decoded
after the run, and shows the colour of what that family sent.
"""

import asyncio
import re
from collections.abc import Iterable
from io import BytesIO

import numpy as np
from PIL import Image

from tests.load.browser import Answer, Broken
from tests.load.family import TRIES, Family, Visit, WentHome, WentWrong, sign_in
from tests.load.pictures import COLOURS, photograph
from xueyou.kernel.calls.models import Picture
from xueyou.kernel.calls.pictures import jpeg_of

NEAR = 30
"""How far the middle colour of a stored photograph may be from that of the sent one, of 255."""
PAPER = "hukou"
BUSY = "系统正忙着看别人交的文件"
WAIT = 1.0
_SHOWN = re.compile(r'<img src="([^"]+)"')


def colour_of(family: Family) -> tuple[int, int, int]:
    """Return the colour of what a family sends."""
    return COLOURS[family.number % len(COLOURS)]


async def send_photograph(visit: Visit) -> None:
    """Open what is wanted, put a photograph of it up, look at it, and go on to check."""
    family = visit.family
    base = f"/family/applications/{family.application}/"
    await visit.get("application sent back", base)
    page = await visit.get("paper", f"{base}papers/{PAPER}/")
    form = page.form(f"{base}papers/{PAPER}/")
    sent = [*form.hidden.items()]
    family.posts += 1
    put = await visit.timed(
        "send photograph",
        lambda: _put(visit, form.action, sent, photograph(colour_of(family))),
    )
    if not put.location:
        raise WentWrong(f"send photograph: {put.status} at {put.path}")
    family.photographs += 1
    page = await visit.get("paper", put.location)
    shown = _SHOWN.search(page.text)
    if shown is None:
        raise WentWrong("the page shows no photograph")
    family.requests += 1
    seen = await visit.browser.get(shown[1].replace("&amp;", "&"))
    if seen.status != 200 or seen.headers.get("content-type") != "image/jpeg":
        raise WentWrong(f"photograph: {seen.status}")
    await visit.get("step", f"{base}check/")


async def _put(visit: Visit, path: str, fields: list[tuple[str, str]], jpeg: bytes) -> Answer:
    """Send it, once more where others' photographs are on their way; always with the same code."""
    family = visit.family
    for _ in range(TRIES):
        try:
            answer = await visit.browser.send(path, fields, "photo", jpeg)
        except Broken:
            family.broken += 1
            if not family.stubborn:
                raise
        else:
            if BUSY not in answer.text:
                return answer
        if family.over():
            raise WentHome
        await asyncio.sleep(WAIT * family.hurry)
    raise WentWrong("nobody took the photograph")


WAY = (sign_in, send_photograph)
"""The way of such a family up to handing in again."""


def wrong_photographs(families: Iterable[Family]) -> list[str]:
    """Return what is wrong with stored photographs: lost, doubled, or somebody else's."""
    wrong = []
    for family in families:
        if not family.photographs:
            continue
        rows = Picture.objects.filter(application__uid=family.application)
        stored = list(rows.select_related("attachment__blob"))
        if len(stored) != family.photographs:
            wrong.append(f"family {family.number}: {len(stored)} photographs of one")
            continue
        with Image.open(BytesIO(jpeg_of(stored[0]))) as picture:
            picture.draft("RGB", (200, 150))
            middle = np.asarray(picture.convert("RGB"), dtype=float).mean(axis=(0, 1))
        if np.abs(middle - np.array(colour_of(family))).max() > NEAR:
            wrong.append(f"family {family.number}: a photograph of another colour")
    return wrong
