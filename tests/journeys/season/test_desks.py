"""At desks: a grandmother at the counter, and officers of two counties who see their own."""

import io

import pypdf
from PIL import Image

from tests.domains.enrolment.world import HOME
from tests.journeys.families import Phone
from tests.journeys.looking import LAPTOP
from tests.journeys.season.conftest import Take
from tests.journeys.season.letters import accepted, plain
from tests.journeys.season.world import Asked, Season
from tests.kernel.calls.world import citizen_number
from xueyou.domains.enrolment.rulebooks import forms

CHILDREN = {True: ("林知夏", 41, "13800138041"), False: ("林知秋", 43, "13800138043")}


def test_a_clerk_files_for_a_grandmother(season: Season, take: Take) -> None:
    """A slip is told and nothing is lost; the sheet is printed; a paper is photographed there.

    The mother's phone has it all."""
    asked = season.asks("2026年小学入学（窗口）", forms.THREE, [("LY", "planned", 2)])
    for script, (name, serial, number) in CHILDREN.items():
        desk = take("/desk/", season.east_officer, script=script, size=LAPTOP)
        desk.open(f"{season.served.url}/desk/calls/{asked.call.uid}/")
        desk.press("窗口代填")
        fill(desk, asked, name, serial, number)
        desk.put("phone_again", number[:-1] + "9")
        desk.press("念给监护人听过，交")
        assert desk.page.title().startswith("没有交")
        assert "两次填的手机号不一样" in desk.page.inner_text("[role=alert]")
        assert desk.page.input_value("[name=a-door]") == HOME["door"]
        desk.put("phone_again", number)
        desk.press("念给监护人听过，交")
        assert "窗口代填" in desk.page.inner_text("body")
        address = desk.page.locator("a", has_text="存档表").first.get_attribute("href")
        sheet = desk.page.context.request.get(season.served.url + str(address))
        (page,) = pypdf.PdfReader(io.BytesIO(sheet.body())).pages
        assert plain(name) in plain(page.extract_text())
        photographed(desk, season.served.url + str(address).replace("sheet.pdf", ""))
    season.hands_in(asked, "许砚舟", {"公办": ["LY"]}, register="elsewhere")
    season.ended(asked)
    for script, (name, _, number) in CHILDREN.items():
        phone = take("/", script=script)
        phone.sign_in(number)
        here = accepted(season, phone, take, name)
        assert here.school == "柳荫街小学"
        assert "这里有2个名额" in here.reasons[0]


def photographed(desk: Phone, file: str) -> None:
    """Send a file back for the booklet, photograph it at the counter, and hand it in again."""
    desk.page.locator("summary", has_text="退回补件").click()
    desk.page.check("[name=what][value=register_book]")
    desk.page.fill("[name=why-register_book]", "少首页")
    desk.press("退回，一次告知")
    desk.open(file)
    desk.press("窗口代补材料")
    desk.press("放上去")
    assert "还没有选照片" in desk.page.inner_text("[role=alert]")
    sent = {"name": "首页.png", "mimeType": "image/png", "buffer": a_booklet()}
    desk.page.set_input_files("[name=file]", [sent])  # type: ignore[list-item]
    desk.press("放上去")
    assert desk.page.locator(".desk-papers img").count() == 1
    desk.put("paper", "household")
    desk.press("念给监护人听过，交回核对")
    assert desk.page.url.startswith(file)
    assert "窗口代拍" in desk.page.inner_text("main")


def a_booklet() -> bytes:
    """Return a photograph as the camera of a counter makes it."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "beige").save(out, "PNG")
    return out.getvalue()


def fill(desk: Phone, asked: Asked, name: str, serial: int, number: str) -> None:
    """Type what a grandmother says."""
    given = {
        "guardian": "林晓棠",
        "phone": number,
        "phone_again": number,
        "paper": "household",
        "name": name,
        "kind": "citizen",
        "number": citizen_number(serial),
        "wish-0-0": str(asked.options["LY"].uid),
        **{f"a-{field}": value for field, value in HOME.items()},
    }
    for box, value in given.items():
        desk.put(box, value)


def test_officers_of_two_counties_see_their_own(season: Season, take: Take) -> None:
    """Each finds his county's call and its children, and nothing of the other's.

    Of a child that was filed in both he reads that it was filed elsewhere, not where it wished to.
    """
    east = season.asks("甲东区秋季入学", forms.THREE, [("LY", "planned", 2)])
    west = season.asks("甲西区秋季入学", forms.THREE, [("BL", "planned", 2)], west=True)
    ours = {
        east.call.uid: season.hands_in(east, "周子衿", {"公办": ["LY"]}),
        west.call.uid: season.hands_in(west, "陶予安", {"公办": ["BL"]}),
    }
    first = season.hands_in(east, "许知微", {"公办": ["LY"]})
    both = {
        east.call.uid: first,
        west.call.uid: season.hands_in(west, "许父", {"公办": ["BL"]}, child=first.person),
    }
    url = season.served.url
    for own, other in ((east, west), (west, east)):
        mine, theirs = ours[own.call.uid], ours[other.call.uid]
        for script in (True, False):
            desk = take("/calls/", own.officer, script=script, size=LAPTOP)
            assert own.call.title in desk.page.inner_text("main")
            assert other.call.title not in desk.page.inner_text("body")
            desk.press(own.call.title)
            desk.open(f"{url}/desk/")
            assert other.call.title not in desk.page.inner_text("body")
            assert desk.open(f"{url}/desk/calls/{own.call.uid}/") == 200
            desk.page.locator(f"main a[href*='{mine.uid}']:visible").first.click()
            desk.look()
            assert mine.person.name in desk.page.inner_text("body")
            desk.open(f"{url}/desk/files/{both[own.call.uid].uid}/")
            assert "在别的县区也报了名" in desk.page.inner_text("body")
            for path in (
                f"/calls/{other.call.uid}/",
                f"/desk/calls/{other.call.uid}/",
                f"/desk/files/{theirs.uid}/",
                f"/calls/applications/{theirs.uid}/",
            ):
                assert desk.open(url + path) == 404, path
                assert other.call.title not in desk.page.inner_text("body")
