"""From a published result to the letter that anybody can check."""

import io
import re
from dataclasses import dataclass

import pypdf

from tests.journeys.families import Phone
from tests.journeys.season.conftest import Take
from tests.journeys.season.world import Season

CODE = re.compile(r"核验码([2-9A-Z]{4,5}(?:-[2-9A-Z]{4,5})+)")


@dataclass(frozen=True)
class Told:
    """What a family was told: of the school, and why ("school：words"), without blanks."""

    school: str
    reasons: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text without blanks."""
    return re.sub(r"\s", "", text)


def told(season: Season, phone: Phone) -> Told:
    """Open the result from the home page; return the school and the reasons."""
    phone.open(season.served.url + "/family/")
    home = phone.page.inner_text("main")
    assert "看结果和原因" in home, home
    phone.press("看结果和原因")
    whys = phone.page.locator("ol.whys li p:first-child").all()
    said = [(one.locator("b").inner_text(), one.inner_text()) for one in whys]
    reasons = [plain(f"{title}：{text.removeprefix(title)}") for title, text in said]
    return Told(phone.page.inner_text("h1.hero"), tuple(reasons))


def accepted(season: Season, phone: Phone, take: Take, name: str) -> Told:
    """Accept the place; the letter and the page of its code say the same school and reasons."""
    here = told(season, phone)
    assert here.reasons, phone.page.inner_text("main")
    phone.press("接受学位")
    assert "已经接受" in phone.page.inner_text("main")
    address = phone.page.locator("a", has_text="录取通知书").first.get_attribute("href")
    letter = phone.page.context.request.get(season.served.url + str(address))
    assert letter.headers["content-type"] == "application/pdf"
    (sheet,) = pypdf.PdfReader(io.BytesIO(letter.body())).pages
    said = plain(sheet.extract_text())
    code = phone.page.locator("main .code").first.inner_text()
    missing = [one for one in (name, here.school, code, *here.reasons) if plain(one) not in said]
    assert missing == [], (missing, said)
    gate = take("/letters/", script=phone.script)
    gate.page.fill("#code", code)
    gate.press("核验")
    checked = plain(gate.page.inner_text("main"))
    wanted = ("现在有效", here.school, *(why.replace(plain(name), "孩子") for why in here.reasons))
    missing = [one for one in wanted if plain(one) not in checked]
    assert missing == [], (missing, checked)
    assert plain(name) not in checked, checked
    return here
