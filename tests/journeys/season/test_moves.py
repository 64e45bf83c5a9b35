"""All the year: a talent's child, and a transfer in November; decided at the desk, told at home."""

from datetime import date

from tests.domains.enrolment.moving_world import TRANSFER_ANSWERS, Moves, open_moves
from tests.domains.enrolment.test_transfers import schools_of
from tests.journeys.families import Phone
from tests.journeys.looking import LAPTOP
from tests.journeys.season.conftest import Take
from tests.journeys.season.letters import accepted, plain
from tests.journeys.season.world import Season
from tests.kernel.calls.world import NOW, TODAY, appoint, child_of, citizen_number, key, parent
from tests.kernel.papers.walk import walk
from tests.waiting import until
from xueyou.domains.enrolment.services.talents import Certified, certify
from xueyou.kernel.calls.models import Application, Run
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Person
from xueyou.platform.time import frozen_business

CHILDREN = {True: ("林知夏", 31), False: ("林知秋", 33)}


def test_a_talents_child(season: Season, take: Take) -> None:
    """Certified elsewhere, no household asked, a clock in hours, the total for everybody."""
    with frozen_business(NOW):
        places = [("LY", "3", 1), ("WL", "3", 2)]
        moves = open_moves(
            season.office, season.schools, "enrolment.talent", places, "人才子女入学"
        )
        office = appoint("talent_office", season.other_office("人社局"))
        families = {}
        for script, (name, serial) in CHILDREN.items():
            families[script] = parent("家长")
            child_of(families[script], name=name, number=citizen_number(serial))
            certify(actor=office, given=certificate(name, serial, script=script), key=key())
    phones = {}
    for script, (name, _) in CHILDREN.items():
        phone = phones[script] = take(
            f"/family/calls/{moves.call.uid}/", families[script], script=script
        )
        assert "一共3个学位" in phone.page.inner_text("main")
        phone.press(name)
        phone.answer(("柳荫街小学3年级", "文澜小学3年级"), grade="3")
        assert "户口" not in phone.page.inner_text("main")
        phone.press("提交申请")
        phone.press("回首页")
        assert "核对完就按规则定" in phone.page.inner_text("main")
    desk = decided(season, take, moves, "还有47小时", script=True)
    schools = {True: "柳荫街小学", False: "文澜小学"}
    for script, (name, _) in CHILDREN.items():
        here = accepted(season, phones[script], take, name)
        assert here.school == f"{schools[script]}3年级"
    assert "A类人才" in plain(phones[False].page.inner_text("main"))
    everybody = take("/pools/", script=False)
    row = everybody.page.locator("li.cell", has_text="人才子女入学")
    assert plain(row.inner_text()).endswith("总数3申请2已给2还剩1")
    for name, _ in CHILDREN.values():
        assert name not in everybody.page.content()
    assert "已公布" in desk.page.inner_text("main")


def certificate(name: str, serial: int, *, script: bool) -> Certified:
    """Return what the office certifies: one of the two is of the higher category."""
    return Certified(
        name=name,
        document="citizen",
        number=citizen_number(serial),
        category="A" if script else "B",
        certificate=f"甲人才〔2026〕{serial}号",
        valid_from=date(2026, 11, 1),
    )


def test_a_transfer_in_november(season: Season, take: Take) -> None:
    """The new school takes the child, the family accepts, and only then the old one lets go."""
    with frozen_business(NOW):
        places = [("LY", "3", 1), ("WL", "3", 1)]
        moves = open_moves(season.office, season.schools, "enrolment.transfer", places, "转学")
        families = {}
        for script, (name, _) in CHILDREN.items():
            families[script] = parent("家长")
            moves.pupil(child_of(families[script], name=f"{name}转"), "QX")
    wished = {True: "柳荫街小学3年级", False: "文澜小学3年级"}
    phones = {}
    for script, (name, _) in CHILDREN.items():
        phone = phones[script] = take(
            f"/family/calls/{moves.call.uid}/", families[script], script=script
        )
        phone.press(f"{name}转")
        phone.answer((wished[script],), **TRANSFER_ANSWERS)
        phone.press("提交申请")
    decided(season, take, moves, "最晚11月27日", script=False)
    for script, (name, _) in CHILDREN.items():
        child = Person.objects.get(name=f"{name}转")
        assert schools_of(child, TODAY) == ["QX"]
        here = accepted(season, phones[script], take, f"{name}转")
        assert here.school == wished[script]
        assert "片区" in here.reasons[0]
        assert schools_of(child, TODAY) == [moves.options[moves_code(wished[script])].code[:2]]
        assert schools_of(child, date(2026, 11, 19)) == ["QX"]


def moves_code(title: str) -> str:
    """Return the code of an option by its title."""
    return "LY-3" if title.startswith("柳荫街") else "WL-3"


def decided(season: Season, take: Take, moves: Moves, clock: str, *, script: bool) -> Phone:
    """Let a clerk check all at his desk, decide them, have it signed, and publish it."""
    desk = take(
        f"/calls/rounds/{moves.round.uid}/rolling/",
        season.office.enroller,
        script=script,
        size=LAPTOP,
    )
    assert clock in desk.page.inner_text("main"), desk.page.inner_text("main")
    here = desk.page.url
    for one in Application.objects.filter(call=moves.call):
        desk.open(f"{season.served.url}/calls/applications/{one.uid}/")
        desk.press("记为已核对")
    desk.open(here)
    desk.press("定这2份")
    run = Run.objects.get(round=moves.round)
    until(lambda: Run.objects.get(pk=run.pk).state in ("done", "failed"), "the decision")
    desk.open(here)
    desk.press("起草公布决定")
    with frozen_business(NOW):
        walk(season.office, Paper.objects.get(subject_uid=run.uid), "sign")
    desk.open(here)
    desk.press("公布给这2家")
    until(lambda: Run.objects.get(pk=run.pk).took_effect_at, "the result")
    desk.open(here)
    return desk
