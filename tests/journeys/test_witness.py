"""A witness seals his line on his own device; the platform reads it alike, and is not told it."""

from playwright.sync_api import Browser, expect

from tests.journeys.browsers import context_of
from tests.journeys.looking import PHONE
from tests.journeys.site import Site
from xueyou.formats.proof import draws

LINES = (
    "石榴树下的猫今天第三次打翻了牛奶碗，还不肯走",
    "８月２８日 Straße Σίσυφος ﬁve ½ ⅷ 〇一二三四五",
    "𬍤㛃 café CAFÉ 0123456789 … ÅNGSTRÖM",
)
SHORT = "三七二九"


def test_a_line_is_sealed_where_it_is_written(site: Site, browser: Browser) -> None:
    """The same digest as the platform's; nothing leaves the page; a short line gets none."""
    context = context_of(browser, PHONE)
    page = context.new_page()
    page.goto(site.url + "/witness/")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for line in LINES:
        page.fill("#line", line)
        expect(page.locator("#seal")).to_have_text(draws.seal(line))
    page.fill("#line", SHORT)
    expect(page.locator("#said")).to_contain_text("现在4个字")
    expect(page.locator("#seal")).to_have_text("")
    assert sent == []
    context.close()
