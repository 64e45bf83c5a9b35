"""The draw in a hall, on the projector; and an outsider who checks it afterwards at home."""

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.looking import WIDE
from tests.journeys.season.conftest import Take
from tests.journeys.season.world import TIMES, Season
from tests.kernel.calls.world import NOW
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.kernel.calls.services import run_folders
from xueyou.platform.files.api import open_blob

DAY = timedelta(days=1)
DIGITS = "4172806"
PLACES = [("LY", "planned", 1)]


def test_a_draw_in_the_hall_and_what_an_outsider_finds(
    season: Season, take: Take, browser: Browser, tmp_path: Path
) -> None:
    """It waits for its hour; a parent presses the key; whoever was not there computes it anew."""
    waits = season.asks("秋季入学（等号码）", forms.THREE, PLACES)
    season.hands_in(waits, "许知微", {"公办": ["LY"]})
    early = season.sealed(waits)
    hall = take(f"/calls/draws/{early}/stage/", season.east_officer, size=WIDE)
    assert "以后公布" in hall.page.inner_text("main")
    assert hall.page.locator("#published").count() == 0

    past = replace(TIMES, opens_at=NOW - 9 * DAY, closes_at=NOW - 3 * DAY)
    asked = season.asks("秋季入学（当众抽签）", forms.THREE, PLACES, times=past)
    names = ("周子衿", "陶予安", "许砚舟")
    for name in names:
        season.hands_in(asked, name, {"公办": ["LY"]}, NOW - 4 * DAY)
    draw = season.sealed(asked, NOW - 2 * DAY)
    for script in (False, True):
        hall = take(f"/calls/draws/{draw}/stage/", season.east_officer, script=script, size=WIDE)
        assert "请录入" in hall.page.inner_text("main")
    hall.page.fill("#published", DIGITS[:3])
    hall.press("请家长代表按键揭晓")
    assert "没有" in hall.page.inner_text(".stage [role=alert]")
    hall.page.fill("#published", DIGITS)
    hall.press("请家长代表按键揭晓")
    assert hall.page.locator(".stage-digits li").all_inner_texts() == list(DIGITS)
    for name in names:
        assert name not in hall.page.content()

    outsider = take(f"/places/{asked.round.uid}/", script=False)
    said = {}
    for file in ("commit.json", "reveal.json"):
        found = outsider.page.locator("main a", has_text=file).get_attribute("href")
        said[file] = outsider.page.context.request.get(season.served.url + str(found)).body()
    assert json.loads(said["reveal.json"])["published"] == DIGITS

    run = season.published(asked, draw)
    blob = run_folders.filed(run_folders.PUBLIC, run.uid)
    assert blob is not None
    with open_blob(blob) as file, zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "draw").iterdir()} == said
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "verify.html").as_uri())
    page.set_input_files("#folder", tmp_path)
    page.click("#go")
    page.wait_for_selector("#verdict.good, #verdict.bad")
    assert page.inner_text("#verdict").startswith("核验通过")
    context.close()
