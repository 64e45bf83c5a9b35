"""A place by 统筹: wish by wish why not, then how the place was found; one text in three places."""

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client

from tests.domains.enrolment.ruled import ANSWERS, NOTICE
from tests.domains.enrolment.test_whole_call import published
from tests.domains.enrolment.world import (
    AFTER,
    ZONES,
    World,
    child_of,
    found_world,
    key,
    parent,
    take_zones,
)
from tests.surfaces.calls.test_rolling_pages import browser_of, sent
from tests.surfaces.soup import page_of, words
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.kernel.calls.models import Application, Option
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.platform.access.holdings import SignedIn, actor_for

WHERE = {"LY": "0 0", "WL": "300 0", "QX": "0 900"}
POINTS = [("0", "100"), ("0", "100"), ("100", "0"), ("0", "800")]


@pytest.fixture
def completed_world(db: None, own_roles: None) -> World:
    """Announce a round that ends with 统筹, one place a school."""
    return _world()


@pytest.fixture
def completed(completed_world: World) -> tuple[SignedIn, Application, Application]:
    """Publish it: both wishes of two children are full; one place is left, far away."""
    world = completed_world
    for name in ("甲", "乙"):
        one = parent(name)
        world.handed_in(one, child_of(one, name=f"周{name}"), ("LY", "WL"))
    family, other = parent("林"), parent("许")
    away = {"register": "elsewhere", "register_day": None}
    # Who lives nearer to the school with a place left gets it: receipts, which are random, decide
    # between equals only.
    nearer = {**away, "road": "柳荫街", "door": "118号"}
    mine = world.handed_in(family, child_of(family, name="林知夏"), ("LY", "WL"), **nearer)
    last = world.handed_in(
        other, child_of(other, name="许知微"), ("LY", "WL"), door="9幢1单元101", **away
    )
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    published(world)
    return family, mine, last


def _world() -> World:
    text = forms.write(forms.TIERS, NOTICE, {**ANSWERS, "completion": "yes"}, committee=False)
    text = text.replace("tie_last: lottery", "tie_last: stable_id").replace(
        "lottery: {ticket: one}\n", ""
    )
    world = found_world(places=1, text=text)
    for code, option in world.options.items():
        attributes = {**option.attributes, "place": WHERE[code]}
        Option.objects.filter(pk=option.pk).update(attributes=attributes)
    rows = [
        {**row, "东": east, "北": north} for row, (east, north) in zip(ZONES, POINTS, strict=True)
    ]
    take_zones(world.officer, world.office.bureau, rows, valid_from=date(2026, 5, 21))
    return world


def whys(page: Any) -> list[str]:
    """Return the lines of a result page as a letter has them, without blanks."""
    found = []
    for line in page.cssselect("ol.whys li > p:first-child"):
        title = line.cssselect("b")
        head = f"{title[0].text_content()}：" if title else ""
        rest = line.text_content().removeprefix(title[0].text_content() if title else "")
        found.append(re.sub(r"\s", "", head + rest))
    return found


def test_wish_by_wish_and_then_how_it_was_found(
    completed: tuple[SignedIn, Application, Application],
) -> None:
    """No line twice, no "third wish"; the letter and the page of its code say the same."""
    family, mine, _ = completed
    home, path = browser_of(family), f"/family/applications/{mine.uid}/result/"
    page = page_of(home.get(path))
    told = words(page)
    assert "清溪小学" in told
    assert "统筹安排" in told
    assert "第3志愿" not in told
    lines = whys(page)
    assert [line.split("：")[0] for line in lines] == [
        "柳荫街小学",
        "文澜小学",
        "柳荫街小学、文澜小学",
        "清溪小学",
    ]
    assert lines[0].startswith("柳荫街小学：没有录取。")
    assert lines[2].startswith("柳荫街小学、文澜小学：统筹安排时也没有轮到。")
    assert "按远近统筹安排" in lines[3]
    assert "离家第3近" in lines[3]
    offer = page.cssselect("input[name=offer]")[0].get("value")
    sent(home, f"{path}reply/", {"offer": offer, "accept": "yes"})
    page = page_of(home.get(path))
    assert whys(page) == lines
    code = page.cssselect("main .code")[0].text_content()
    (sheet,) = pypdf.PdfReader(io.BytesIO(home.get(f"/letters/{mine.uid}/").content)).pages
    letter = re.sub(r"\s", "", sheet.extract_text())
    assert [line for line in lines if line not in letter] == []
    checked = re.sub(r"\s", "", words(page_of(Client().post("/letters/", {"code": code}))))
    assert [line for line in lines if line not in checked] == []


def test_whom_no_school_could_be_found_for_reads_that_too(
    completed: tuple[SignedIn, Application, Application],
) -> None:
    """Every wish, and once of all schools that nothing was left."""
    _, _, last = completed
    assert last.submitted_by is not None
    home = browser_of(actor_for(last.submitted_by))
    lines = whys(page_of(home.get(f"/family/applications/{last.uid}/result/")))
    heads = [line.split("：")[0] for line in lines]
    assert heads[:2] == ["柳荫街小学", "文澜小学"]
    assert len(heads) == len(set(heads))
    assert any("清溪小学" in head for head in heads[2:])
