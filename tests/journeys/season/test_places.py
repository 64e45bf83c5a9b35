"""Four families and how their county's rules treat them: each on two phones, one without script.

Every story begins on the family's own page and ends with the letter of the school; the reasons
that stand there are those of the rules.
"""

from dataclasses import replace
from datetime import timedelta

from tests.journeys.families import FIRST_VIEW, LATER, WHOLE_PATH, Phone
from tests.journeys.season.conftest import Take
from tests.journeys.season.letters import accepted
from tests.journeys.season.world import TIMES, Asked, Season
from tests.kernel.calls.world import CLOSES, NOW, child_of, citizen_number, parent
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.kernel.calls.services.attesting import Fact, attest
from xueyou.kernel.calls.services.rounds import PhaseGiven
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import frozen_business

CHILDREN = {True: ("林知夏", 21), False: ("林知秋", 23)}
"""Name and serial of the child whose phone runs scripts, and of the one whose phone does not."""
DAY = timedelta(days=1)


def family(*names: str) -> SignedIn:
    """Return the account of a family whose children the registry knows."""
    with frozen_business(NOW):
        guardian = parent("家长")
        for name in names:
            child_of(guardian, name=name)
    return guardian


def test_a_family_of_the_zone(season: Season, take: Take) -> None:
    """From a telephone number to the letter; who lives in the zone is told that it decided.

    Every page up to the receipt is within its weight.
    """
    asked = season.asks("2026年小学入学", forms.THREE, [("LY", "planned", 3), ("WL", "planned", 1)])
    phones = {}
    for script, (name, serial) in CHILDREN.items():
        phone = phones[script] = take("/", script=script)
        phone.sign_in(f"138001380{serial}")
        phone.open(season.served.url + asked.path)
        phone.page.fill("#name", name)
        phone.page.fill("#number", citizen_number(serial))
        phone.press("保存，继续")
        phone.answer(("柳荫街小学", "文澜小学"))
        assert "柳荫街小学" in phone.page.inner_text("main")
        phone.press("提交申请")
        given = phone.page.inner_text("#receipt")
        phone.press("回首页")
        home = phone.page.inner_text("main")
        wanted = (given, "正在核对信息", "您现在不用做什么")
        assert [part for part in wanted if part not in home] == []
        assert phone.weights[0] <= FIRST_VIEW
        assert [weight for weight in phone.weights[1:] if weight > LATER] == []
        assert sum(phone.weights) <= WHOLE_PATH
    for other in ("许砚舟", "周子衿"):
        season.hands_in(asked, other, {"公办": ["LY"]}, register="elsewhere")
    season.ended(asked)
    for script, (name, _) in CHILDREN.items():
        here = accepted(season, phones[script], take, name)
        assert here.school == "柳荫街小学"
        assert "户口和住址都在片区" in here.reasons[0]


def test_a_wrong_year_is_guessed_kindly_and_the_rest_is_kept(season: Season, take: Take) -> None:
    """The page says what is wrong and what is meant; home leads back to where it was left."""
    asked = season.asks("2026年小学入学（改一处）", forms.THREE, [("LY", "planned", 1)])
    name = "阿卜杜热合曼·艾则孜"
    phone = take(asked.path, family(name))
    phone.press(name)
    for box, value in (("road", "桂园小区"), ("door", "7幢"), ("lived_year", "2027")):
        phone.page.fill(f"#{box}", value)
    phone.page.fill("#lived_month", "3")
    phone.press("保存，继续")
    assert "是2017年吗" in phone.page.inner_text("main")
    assert phone.page.title().startswith("有")
    phone.open(season.served.url + "/family/")
    phone.press("接着填")
    assert phone.page.input_value("#road") == "桂园小区"


def test_a_migrant_family(season: Season, take: Take) -> None:
    """A window of its own, months that offices confirm, and a place bought at a private school."""
    asked = season.asks(
        "2026年小学入学（随迁）",
        forms.TIERS,
        [("LY", "planned", 1), ("MB", "bought", 3)],
        times=replace(
            TIMES,
            opens_at=NOW - 9 * DAY,
            phases=[
                PhaseGiven("apply", NOW - 9 * DAY, NOW - 2 * DAY, "local"),
                PhaseGiven("apply", NOW - DAY, CLOSES, "migrant"),
            ],
        ),
        migrants="points",
    )
    phones = {}
    for script, (name, _) in CHILDREN.items():
        phone = phones[script] = take(asked.path, family(name), script=script)
        phone.press(name)
        phone.answer(("明博学校",), register="elsewhere", housing="rent")
        phone.press("提交申请")
    for name, _ in CHILDREN.values():
        months(season, asked, name)
    for other in ("许砚舟", "周子衿"):
        season.hands_in(asked, other, {"随迁": ["MB"]}, register="elsewhere", housing="rent")
    season.ended(asked)
    for script, (name, _) in CHILDREN.items():
        here = accepted(season, phones[script], take, name)
        assert here.school == "明博学校"
        assert "积分" in here.reasons[0]


def months(season: Season, asked: Asked, name: str) -> None:
    """Let two offices answer for how many months a family has been here."""
    found = season.application(asked, name)
    for source, fact, count in (
        ("police", "residence_months", "36"),
        ("human_resources", "insured_months", "30"),
    ):
        with frozen_business(NOW), act(SYSTEM, "calls.attestations.import") as a:
            said = {fact: Fact(count, "agrees")}  # type: ignore[arg-type]
            attest(a, found, source, said, observed_at=a.business_at)
            a.about("call", asked.call.uid)
            a.data = {"source": source, "rows": 1, "same": 0}


def test_twins_of_two_classes(season: Season, take: Take) -> None:
    """Bound before they are handed in: one list, one lot, the lower class, both or neither.

    Another child of the first class comes before them, as late as its household came; of two places
    one is left, and they are not parted.
    """
    asked = season.asks(
        "2026年小学入学（同类看户口）",
        forms.TIERS,
        [("LY", "planned", 2), ("WL", "planned", 2)],
        order="register",
    )
    for other, code in (("许砚舟", "LY"), ("周子衿", "WL")):
        season.hands_in(asked, other, {"公办": [code]}, register_day="2026-01-05")
    schools = {True: ("柳荫街小学",), False: ("文澜小学",)}
    phones = {}
    for script, (name, _) in CHILDREN.items():
        first, second = f"{name}甲", f"{name}乙"
        phone = phones[script] = take(asked.path, family(first, second), script=script)
        phone.press(first)
        phone.answer(schools[script])
        phone.open(season.served.url + asked.path)
        phone.press(second)
        elsewhere = {"register": "county", "register_road": "清溪村", "register_door": "3组8号"}
        phone.answer(schools[script], **elsewhere)
        bind(phone, season, asked, second)
    season.ended(asked)
    for script, (name, _) in CHILDREN.items():
        here = accepted(season, phones[script], take, f"{name}甲")
        assert here.school == schools[script][0]
        assert "一起申请的2人，按规则不拆开，共录取3人，比名额多1人" in here.reasons[0]


def bind(phone: Phone, season: Season, asked: Asked, name: str) -> None:
    """Bind the two drafts, and hand both in."""
    phone.press("可以绑在一起录取")
    assert "按条件靠后的那个孩子排" in phone.page.inner_text("main")
    phone.press("绑在一起")
    for one in (name, name[:-1] + "甲"):
        uid = season.application(asked, one).uid
        phone.open(f"{season.served.url}/family/applications/{uid}/check/")
        phone.press("提交申请")
        assert "已经收到" in phone.page.inner_text("main")


def test_who_lost_the_private_draw(season: Season, take: Take) -> None:
    """Behind those of the class who had not tried, ahead of the next class; each step is told."""
    asked = season.asks(
        "2026年小学入学（公办民办同时报）",
        forms.BOTH,
        [("MB", "planned", 1), ("LY", "planned", 1), ("WL", "planned", 3)],
    )
    phones = {}
    for script, (name, _) in CHILDREN.items():
        phone = phones[script] = take(asked.path, family(name), script=script)
        phone.press(name)
        phone.answer(("明博学校", "柳荫街小学", "文澜小学"))
        phone.press("提交申请")
    public = {"公办": ["LY", "WL"]}
    winner = season.hands_in(asked, "周子衿", {"民办": ["MB"], **public})
    season.hands_in(asked, "陶予安", public)
    for other in ("许知微", "许砚舟"):
        season.hands_in(asked, other, {"公办": ["WL"]}, register="elsewhere")
    draw = season.sealed(asked)
    others = [season.application(asked, name) for name, _ in CHILDREN.values()]
    season.drawn(draw, season.lucky(asked, draw, winner, *others))
    season.published(asked, draw)
    for script, (name, _) in CHILDREN.items():
        here = accepted(season, phones[script], take, name)
        private, first, second = here.reasons
        assert here.school == "文澜小学"
        assert private.startswith("明博学校：没有录取")
        assert "摇号" in private
        assert first.startswith("柳荫街小学：没有录取")
        assert "没有填民办的在前" in first
        assert second.startswith("文澜小学：录取")
        assert "第一类：户口和住址都在片区”，孩子符合，录取的最后一名不符合" in second
