"""`python -m tests.shots`: a picture of every page, in every size, into var/shots/.

Each page × {phone, laptop, wide} × {normal, large, no script}. Fails where a page scrolls sideways,
a target on the phone is too small, or a character has no glyph.
"""

import html
import os
import sys
import tempfile
from pathlib import Path

VARIANTS = ("normal", "large", "no-script")


def main() -> int:
    """Take the pictures; return 1 where a page has a fault."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xueyou.site.settings.test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs in this thread
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.journeys.browsers import launch
    from tests.journeys.site import running_site
    from tests.paths import ROOT

    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_site(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        faults = _take_all(browser, site, folder)
        browser.close()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(folder / "index.html")
    return 1 if faults else 0


def _take_all(browser: object, site: object, folder: Path) -> list[str]:
    from tests.journeys.looking import SIZES
    from tests.journeys.pages import PAGES

    faults: list[str] = []
    rows = []
    for name in PAGES:
        cells = []
        for size in SIZES:
            for variant in VARIANTS:
                file = f"{name}-{size.name}-{variant}.png"
                faults += [
                    f"{file}: {fault}"
                    for fault in _take(browser, site, folder / file, name, size, variant)
                ]
                cells.append(f'<td><a href="{file}"><img src="{file}" alt="{file}"></a></td>')
        rows.append(f"<tr><th>{html.escape(name)}</th>{''.join(cells)}</tr>")
    heads = "".join(f"<th>{size.name} {v}</th>" for size in SIZES for v in VARIANTS)
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>shots</title>"
        "<style>img{width:220px;border:1px solid #ccc}td,th{vertical-align:top}</style>"
        f"<table><tr><th></th>{heads}</tr>{''.join(rows)}</table>"
    )
    return faults


def _take(
    browser: object, site: object, file: Path, name: str, size: object, variant: str
) -> list[str]:
    from tests.glyphs import missing
    from tests.journeys.browsers import context_of
    from tests.journeys.looking import SIDEWAYS, TAP, TOO_SMALL
    from tests.journeys.pages import PAGES, address

    context = context_of(browser, size, script=variant != "no-script")  # type: ignore[arg-type]
    if PAGES[name].login:
        context.add_cookies([site.session_of(PAGES[name].login)])  # type: ignore[attr-defined]
    if variant == "large":
        context.add_cookies([{"name": "type_size", "value": "large", "url": site.url}])  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(site.url + address(name))  # type: ignore[attr-defined]
    page.screenshot(path=file)
    found = [f"scrolls sideways: {e}" for e in page.evaluate(SIDEWAYS)]
    if size.touched:  # type: ignore[attr-defined]
        found += [f"too small to touch: {e}" for e in page.evaluate(TOO_SMALL, TAP)]
    boxes = missing(page.locator("body").inner_text())
    if boxes:
        found.append(f"no glyph for {' '.join(sorted(boxes))}")
    context.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
