"""`python -m tests.shots`: a picture of every page, in every size, into var/shots/.

Each page × {phone, laptop, wide} × {normal, large, no script}. Fails where a page scrolls sideways,
a target on the phone is too small, or a character has no glyph.
"""

import html
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIANTS = ("normal", "large", "no-script")


@dataclass(frozen=True)
class Shown:
    """A page of a world: its name in the index, its address, who opens it."""

    name: str
    path: str
    login: str = ""


World = Callable[[Path], AbstractContextManager[tuple[Any, list[Shown]]]]
"""Serves a site whose data lies in a folder, with the pages to show."""


def main() -> int:
    """Take the pictures; return 1 where a page has a fault."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xueyou.site.settings.test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs in this thread
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.journeys.browsers import launch
    from tests.paths import ROOT

    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[str] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        faults = [
            fault
            for world in (_year_of_plans, _season)
            for fault in _take_all(browser, world, folder, rows)
        ]
        browser.close()
    _index(folder, rows)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(folder / "index.html")
    return 1 if faults else 0


@contextmanager
def _year_of_plans(data: Path) -> Iterator[tuple[Any, list[Shown]]]:
    """Serve 临澄市 as the demonstration has it."""
    from tests.journeys.pages import PAGES, address
    from tests.journeys.site import running_site

    with running_site(data) as site:
        yield site, [Shown(name, address(name), page.login) for name, page in PAGES.items()]


@contextmanager
def _season(data: Path) -> Iterator[tuple[Any, list[Shown]]]:
    """Serve two counties that enrol: the pages as they are met, none of them refused."""
    from tests.journeys.season.furnishing import furnished
    from tests.journeys.season.pages import PAGES
    from tests.journeys.season.world import login_of, season_site

    with season_site(data) as season:
        city = furnished(season)
        logins = {who: login_of(person) for who, person in city.people.items()}
        yield (
            season.served,
            [
                Shown(f"season-{name}", met.path.format(**city.uids), logins.get(met.who, ""))
                for name, met in PAGES.items()
                if not met.press
            ],
        )


def _take_all(browser: Any, world: World, folder: Path, rows: list[str]) -> list[str]:
    """Take the pictures of one world, add its rows to the index, return its faults."""
    from tests.journeys.looking import SIZES

    faults: list[str] = []
    with tempfile.TemporaryDirectory() as data, world(Path(data)) as (site, pages):
        for shown in pages:
            cells = []
            for size in SIZES:
                for variant in VARIANTS:
                    file = f"{shown.name}-{size.name}-{variant}.png"
                    found = _take(browser, site, folder / file, shown, size, variant)
                    faults += [f"{file}: {fault}" for fault in found]
                    cells.append(f'<td><a href="{file}"><img src="{file}" alt="{file}"></a></td>')
            rows.append(f"<tr><th>{html.escape(shown.name)}</th>{''.join(cells)}</tr>")
    return faults


def _index(folder: Path, rows: list[str]) -> None:
    from tests.journeys.looking import SIZES

    heads = "".join(f"<th>{size.name} {v}</th>" for size in SIZES for v in VARIANTS)
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>shots</title>"
        "<style>img{width:220px;border:1px solid #ccc}td,th{vertical-align:top}</style>"
        f"<table><tr><th></th>{heads}</tr>{''.join(rows)}</table>"
    )


def _take(browser: Any, site: Any, file: Path, shown: Shown, size: Any, variant: str) -> list[str]:
    from tests.glyphs import missing
    from tests.journeys.browsers import context_of
    from tests.journeys.looking import SIDEWAYS, TAP, TOO_SMALL

    context = context_of(browser, size, script=variant != "no-script")
    if shown.login:
        context.add_cookies([site.session_of(shown.login)])
    if variant == "large":
        context.add_cookies([{"name": "type_size", "value": "large", "url": site.url}])
    page = context.new_page()
    page.goto(site.url + shown.path)
    page.screenshot(path=file)
    found = [f"scrolls sideways: {e}" for e in page.evaluate(SIDEWAYS)]
    if size.touched:
        found += [f"too small to touch: {e}" for e in page.evaluate(TOO_SMALL, TAP)]
    boxes = missing(page.locator("body").inner_text())
    if boxes:
        found.append(f"no glyph for {' '.join(sorted(boxes))}")
    context.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
