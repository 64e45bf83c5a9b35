"""Files one after another: what needs a person first, decided, undone, and by whom."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.enrolment.world import appoint, child_of, key, parent
from tests.surfaces.desk.conftest import NAMES, Checked
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.checks.desk_parameters import OPENINGS
from xueyou.domains.checks.models import HomeVisit, Opening, Recusal
from xueyou.domains.checks.selectors.files import agreeing
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.notifications.models import Notification


def path(checked: Checked, name: str, verb: str = "") -> str:
    """Return the address of a file, or of what is done to it."""
    return f"/desk/files/{checked.files[name].uid}/{verb}"


def test_what_needs_a_person_comes_first_and_names_are_whole_only_inside(checked: Checked) -> None:
    """Offices are columns; the list masks, the opened file does not, and that is remembered."""
    checked.says("周子衿", "police", register_zone=("QX", "differs"))
    checked.says("林知夏", "police", register_zone=("LY", "agrees"))
    checked.says("林知夏", "housing", zone=("", "no_answer"))
    page = checked.officer.see(f"/desk/calls/{checked.world.call.uid}/")
    rows = [words(row) for row in page.cssselect(".desk-wide tbody tr")]
    assert len(rows) == 4
    assert ["要人看" in row for row in rows] == [True, True, False, False]
    assert "公安" in words(one(page, ".desk-wide thead"))
    assert "没查到" in " ".join(rows[:2])
    assert "周子衿" not in words(page)
    assert not Opening.objects.exists()

    opened = checked.officer.see(path(checked, "周子衿"))
    pane = words(one(opened, ".desk-pane"))
    assert "周子衿" in pane
    assert "桂园小区" in pane
    assert "公安户籍" in pane
    checked.officer.see(path(checked, "周子衿"))
    assert Opening.objects.count() == 1
    assert Act.objects.filter(verb="checks.file.open").count() == 1


def test_a_file_is_passed_with_a_correction_and_undone(checked: Checked) -> None:
    """The officer's word is an attestation of its own; undoing takes it away with the passing."""
    checked.says("周子衿", "police", register_zone=("LY", "differs"))
    given = {"was-register_zone": "", "fact-register_zone": "柳荫街小学、文澜小学", "in": "look"}
    where = checked.officer.do(path(checked, "周子衿", "pass/"), given)
    assert checked.state("周子衿") == "checked"
    mine = Attestation.objects.get(source="officer", superseded_at=None)
    assert attested_of(mine)["register_zone"]["v"] == "LY"
    assert f"done={checked.files['周子衿'].uid}" in where
    assert "撤销" in words(checked.officer.see(where))
    checked.officer.do(path(checked, "周子衿", "undo/"))
    assert checked.state("周子衿") == "submitted"
    assert not Attestation.objects.filter(source="officer", superseded_at=None).exists()


def test_a_later_doubt_brings_a_passed_file_back_to_a_person(checked: Checked) -> None:
    """An office that answers after the passing is not lost behind it."""
    checked.officer.do(path(checked, "林知夏", "pass/"))
    checked.says("林知夏", "police", register_zone=("QX", "differs"))
    page = checked.officer.see(f"/desk/calls/{checked.world.call.uid}/?in=look")
    assert len(page.cssselect(".desk-wide tbody tr")) == 1


def test_a_page_decides_only_what_it_showed(checked: Checked) -> None:
    """What came after it was opened is shown first: nothing is decided meanwhile."""
    pane = checked.officer.see(path(checked, "林知夏"))
    seen = {one_.get("value") for one_ in pane.cssselect("input[name=seen]")}
    assert len(seen) == 1
    stale = {"seen": seen.pop(), "what": "home_paper", "why-home_paper": "请带原件"}
    checked.says("林知夏", "police", register_zone=("QX", "differs"))
    for verb in ("pass/", "back/"):
        answer = checked.officer.post(path(checked, "林知夏", verb), stale)
        assert answer.status_code == 409
        assert "您打开以后" in answer.content.decode()
    assert checked.state("林知夏") == "submitted"
    again = one(page_of(answer), "form[action$='/pass/'] input[name=seen]").get("value")
    checked.officer.do(path(checked, "林知夏", "pass/"), {"seen": again})
    assert checked.state("林知夏") == "checked"
    there = f"/desk/calls/{checked.world.call.uid}/?in=look"
    assert not checked.officer.see(there).cssselect(".desk-wide tbody tr")


def test_a_word_that_was_on_its_way_while_a_file_was_passed_is_looked_at(
    checked: Checked,
) -> None:
    """It counts as seen only if it was: its moment may lie before the passing."""
    checked.officer.do(path(checked, "林知夏", "pass/"))
    checked.says("林知夏", "police", register_zone=("QX", "differs"))
    passed = Act.objects.get(verb="checks.file.pass")
    Attestation.objects.update(recorded_at=passed.at - timedelta(minutes=1))
    page = checked.officer.see(f"/desk/calls/{checked.world.call.uid}/?in=look")
    assert len(page.cssselect(".desk-wide tbody tr")) == 1


def test_everything_missing_is_asked_at_once_and_only_once(checked: Checked) -> None:
    """A reason is needed for each; a second time is refused in words and the form stays open."""
    empty = checked.officer.post(path(checked, "林知夏", "back/"), {"what": "register_book"})
    assert empty.status_code == 422
    assert "请写明原因" in empty.content.decode()
    both = {
        "what": ["register_book", "home_paper"],
        "why-register_book": "少首页",
        "why-home_paper": "请带原件",
    }
    checked.officer.do(path(checked, "林知夏", "back/"), both)
    found = Application.objects.get(pk=checked.files["林知夏"].pk)
    assert [lack["what"] for lack in found.missing] == ["register_book", "home_paper"]
    assert found.state == "returned"


def test_a_visit_is_planned_for_two_and_its_finding_counts(checked: Checked) -> None:
    """One alone cannot go; what was seen is stated by the office, then the file is decided."""
    alone = {"day": "2026-11-24", "visitors": "苏敏"}
    assert checked.officer.post(path(checked, "林知夏", "visit/"), alone).status_code == 422
    checked.officer.do(path(checked, "林知夏", "visit/"), {**alone, "visitors": "苏敏，韩薇"})
    pane = checked.officer.see(path(checked, "林知夏"))
    assert "苏敏、韩薇" in words(one(pane, ".desk-pane"))
    found = one(pane, "form[action$='/found/']").get("action")
    said = {
        "finding": "otherwise",
        "words": "邻居说去年搬走了",
        "was-zone": "柳荫街小学、文澜小学",
        "fact-zone": "清溪小学",
    }
    checked.officer.do(str(found), said)
    mine = Attestation.objects.get(source="officer", superseded_at=None)
    assert attested_of(mine)["zone"]["v"] == "QX"
    assert "邻居说去年搬走了" in words(checked.officer.see(path(checked, "林知夏")))
    assert checked.state("林知夏") == "submitted"


def test_a_school_checks_what_it_was_given_and_hands_doubts_to_the_county(
    checked: Checked,
) -> None:
    """Nothing before the county says so; then files that wish for it, but not what it handed on."""
    assert checked.clerk.browser.get(path(checked, "林知夏")).status_code == 404
    duties = f"/desk/calls/{checked.world.call.uid}/schools/"
    checked.officer.do(duties, {"option": str(checked.world.options["LY"].uid)})
    page = checked.clerk.see(f"/desk/calls/{checked.world.call.uid}/")
    assert len(page.cssselect(".desk-wide tbody tr")) == 2
    assert checked.clerk.browser.get(path(checked, "周子衿")).status_code == 404
    checked.clerk.do(path(checked, "林知夏", "refer/"), {"why": "老宅没有房产证"})
    assert checked.clerk.post(path(checked, "林知夏", "pass/")).status_code == 422
    assert "老宅没有房产证" in words(checked.officer.see(path(checked, "林知夏")))
    checked.officer.do(path(checked, "林知夏", "pass/"))
    assert checked.state("林知夏") == "checked"
    checked.officer.do(duties, {})
    assert checked.clerk.browser.get(path(checked, NAMES[1])).status_code == 404


def test_what_the_county_decided_of_a_doubt_no_school_takes_back(checked: Checked) -> None:
    """Neither undone nor sent back, nor passed by the school once the county has reopened it."""
    duties = f"/desk/calls/{checked.world.call.uid}/schools/"
    checked.officer.do(duties, {"option": str(checked.world.options["LY"].uid)})
    checked.clerk.do(path(checked, "林知夏", "refer/"), {"why": "老宅没有房产证"})
    checked.officer.do(path(checked, "林知夏", "pass/"))
    back = {"what": "home_paper", "why-home_paper": "再看一眼"}
    pane = checked.clerk.see(path(checked, "林知夏"))
    assert "撤销通过" not in words(one(pane, ".desk-pane"))
    for verb, given in (("undo/", {}), ("back/", back)):
        answer = checked.clerk.post(path(checked, "林知夏", verb), given)
        assert "由区里定" in answer.content.decode(), verb
    assert checked.state("林知夏") == "checked"
    checked.officer.do(path(checked, "林知夏", "undo/"))
    for verb, given in (
        ("pass/", {}),
        ("visit/", {"day": "2026-11-24", "visitors": "苏敏，韩薇"}),
        ("refer/", {"why": "再交一次"}),
        ("refer-back/", {}),
    ):
        assert checked.clerk.post(path(checked, "林知夏", verb), given).status_code == 422, verb
    assert checked.state("林知夏") == "submitted"
    checked.officer.do(path(checked, "林知夏", "pass/"))

    checked.clerk.do(path(checked, NAMES[1], "refer/"), {"why": "没看清"})
    there = f"/calls/applications/{checked.files[NAMES[1]].uid}/"
    checked.officer.do(f"{there}check/")
    assert checked.clerk.post(path(checked, NAMES[1], "refer-back/")).status_code == 422
    assert checked.clerk.post(path(checked, NAMES[1], "undo/")).status_code == 422
    assert checked.state(NAMES[1]) == "checked"


def test_a_file_that_came_back_from_the_county_is_the_schools_again(checked: Checked) -> None:
    """Taken back undecided: passed and undone by the school, no more among those that agree."""
    duties = f"/desk/calls/{checked.world.call.uid}/schools/"
    checked.officer.do(duties, {"option": str(checked.world.options["LY"].uid)})
    checked.clerk.do(path(checked, NAMES[1], "refer/"), {"why": "没看清"})
    checked.clerk.do(path(checked, NAMES[1], "refer-back/"))
    checked.says(NAMES[1], "police", register_zone=("LY", "agrees"))
    assert agreeing(checked.clerk.actor, checked.world.call.uid, 9) == []
    checked.clerk.do(path(checked, NAMES[1], "pass/"))
    checked.clerk.do(path(checked, NAMES[1], "undo/"))
    assert checked.state(NAMES[1]) == "submitted"


def test_a_visit_says_nothing_once_the_county_has_decided(checked: Checked) -> None:
    """Planned before the file was handed on: not recorded while it is away, ended by passing."""
    duties = f"/desk/calls/{checked.world.call.uid}/schools/"
    checked.officer.do(duties, {"option": str(checked.world.options["LY"].uid)})
    given = {"day": "2026-11-24", "visitors": "苏敏，韩薇"}
    checked.clerk.do(path(checked, "林知夏", "visit/"), given)
    visit = HomeVisit.objects.get()
    there = f"/desk/visits/{visit.uid}/found/"
    found = {"finding": "otherwise", "words": "住在这里", "was-zone": "", "fact-zone": "清溪小学"}
    checked.clerk.do(path(checked, "林知夏", "refer/"), {"why": "老宅没有房产证"})
    assert "等区里定" in checked.clerk.post(there, found).content.decode()
    assert "登记走访结果" not in words(checked.clerk.see(path(checked, "林知夏")))
    checked.officer.do(path(checked, "林知夏", "pass/"))
    assert checked.clerk.post(there, found).status_code == 422
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert not Attestation.objects.filter(source="officer").exists()


def test_kin_are_neither_shown_nor_decided(checked: Checked) -> None:
    """An uncle sees that another has to do it; so does who keeps out by his own word."""
    father = parent("哥哥")
    nephew = checked.world.handed_in(father, child_of(father, name="小侄子"))
    with act(SYSTEM, "tests.work") as a:
        mine = account_person(checked.officer.actor.user)  # type: ignore[arg-type]
        his = account_person(father.user)  # type: ignore[arg-type]
        bind(a, "sibling", mine, his, basis="household", on=a.business_at.date())
        a.about("person", mine.uid)
    there = f"/desk/files/{nephew.uid}/"
    pane = words(one(checked.officer.see(there), ".desk-pane"))
    assert "要由别的经办人办" in pane
    assert "小侄子" not in pane
    tries = Act.objects.filter(verb="calls.application.kin", subject_uid=nephew.uid)
    checked.officer.see(there)
    assert tries.count() == 1
    assert checked.officer.post(f"{there}pass/").status_code == 422
    assert tries.count() == 2
    assert Application.objects.get(pk=nephew.pk).state == "submitted"

    checked.officer.do(path(checked, "许砚舟", "recuse/"))
    assert Recusal.objects.count() == 1
    assert checked.officer.post(path(checked, "许砚舟", "pass/")).status_code == 422
    assert checked.state("许砚舟") == "submitted"


def test_the_page_of_the_call_opens_a_file_as_the_desk_does(checked: Checked) -> None:
    """Written down, counted to the same limit; a stale page decides nothing, kin see nothing."""
    there = f"/calls/applications/{checked.files['林知夏'].uid}/"
    checked.officer.see(there)
    assert Opening.objects.count() == 1
    checked.officer.see(path(checked, "林知夏"))
    assert Opening.objects.count() == 1, "the same look"
    assert checked.officer.post(f"{there}check/", {"seen": "0" * 64}).status_code == 422
    assert checked.state("林知夏") == "submitted"
    checked.officer.do(f"{there}check/")
    assert checked.state("林知夏") == "checked"

    mine = f"/calls/applications/{checked.files['许砚舟'].uid}/"
    checked.officer.do(path(checked, "许砚舟", "recuse/"))
    shut = words(checked.officer.see(mine))
    assert "要由别的经办人办" in shut
    assert "打开的" not in shut
    assert "桂园小区" not in shut
    assert checked.officer.post(f"{mine}check/").status_code == 422

    set_parameter(
        actor=SYSTEM,
        name=OPENINGS,
        organisation_uid=checked.world.office.bureau.uid,
        value={"alarm": 1, "most": 1},
        source="待核",
        valid_from=checked.world.round.opens_at.date(),
        key=key(),
    )
    last = checked.files["周子衿"].uid
    assert checked.officer.browser.get(f"/calls/applications/{last}/").status_code == 429


def test_many_opened_in_an_hour_are_told_and_then_stopped(checked: Checked) -> None:
    """At the first limit the auditor hears of it, beyond the second nothing opens."""
    appoint("auditor", checked.world.office.bureau)
    set_parameter(
        actor=SYSTEM,
        name=OPENINGS,
        organisation_uid=checked.world.office.bureau.uid,
        value={"alarm": 2, "most": 3},
        source="待核",
        valid_from=checked.world.round.opens_at.date(),
        key=key(),
    )
    codes = [checked.officer.browser.get(path(checked, name)).status_code for name in checked.files]
    assert codes == [200, 200, 200, 429]
    told = Notification.objects.filter(kind="checks.openings.many")
    assert [one_.params for one_ in told] == [{"count": "2"}]
    assert Opening.objects.count() == 3


def test_an_alarm_that_was_passed_by_is_still_told(checked: Checked) -> None:
    """Two opened in one moment may step over the very number: told once an hour all the same."""
    appoint("auditor", checked.world.office.bureau)
    opened = [path(checked, name) for name in checked.files]
    for address in opened[:2]:
        checked.officer.see(address)
    set_parameter(
        actor=SYSTEM,
        name=OPENINGS,
        organisation_uid=checked.world.office.bureau.uid,
        value={"alarm": 2, "most": 9},
        source="待核",
        valid_from=checked.world.round.opens_at.date(),
        key=key(),
    )
    for address in opened[2:]:
        checked.officer.see(address)
    told = Notification.objects.filter(kind="checks.openings.many")
    assert [one_.params for one_ in told] == [{"count": "3"}]


def test_the_list_stays_flat(checked: Checked) -> None:
    """As many queries for twelve files as for four."""
    here = f"/desk/calls/{checked.world.call.uid}/"

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            checked.officer.see(here)
        return len(found)

    before = count()
    for given_name in "甲乙丙丁戊己庚辛":
        family = parent(f"{given_name}家长")
        checked.world.handed_in(family, child_of(family, name=f"林{given_name}"))
    assert count() == before
