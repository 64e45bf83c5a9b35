"""The facts of an application at its freeze: by zone, register, sibling and attestation."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.enrolment.world import AFTER, World, child_of, key, parent, take_zones
from tests.kernel.calls.test_input_folder import check
from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.kinds import Applied, kind_of
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import ClaimedChild
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.attesting import Fact, record_attestation
from xueyou.kernel.calls.services.drafts import start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.grouping import bind_applications
from xueyou.kernel.calls.services.input_folder import input_folder
from xueyou.kernel.registry.models import PersonBondKind
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now, business_today, wall_now


def frozen(world: World, folder: Path) -> dict[str, dict[str, str]]:
    """Freeze the round; return the applicants as the command line is given them."""
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    world.round.refresh_from_db()
    folder.mkdir()
    input_folder(world.round, "", folder)
    with (folder / "applicants.csv").open(encoding="utf-8", newline="") as file:
        return {row["applicant"]: row for row in csv.DictReader(file)}


def bonded(kind: Any, one: Any, other: Any) -> None:
    """Bind two people."""
    with act(SYSTEM, "tests.work") as a:
        bind(a, kind, one, other, basis="birth", on=business_today())
        a.about("person", one.uid)


def test_three_classes_and_what_is_not_certain(world: World, tmp_path: Path) -> None:
    """Tests zones of home and household; an open address gives no fact, elsewhere gives none."""
    families = [parent(f"家长{n}") for n in range(4)]
    made = [
        world.handed_in(families[0], child_of(families[0])),
        world.handed_in(
            families[1],
            child_of(families[1]),
            register="county",
            register_road="柳荫街",
            register_door="117号",
        ),
        world.handed_in(
            families[2], child_of(families[2]), register="elsewhere", register_day=None
        ),
        world.handed_in(families[3], child_of(families[3]), road="别处路", door="1号"),
    ]
    rows = frozen(world, tmp_path / "in")
    said = [(rows[one.receipt_no]["zone"], rows[one.receipt_no]["register_zone"]) for one in made]
    assert said == [("LY", "LY"), ("LY", "QX"), ("LY", "none"), ("", "")]
    assert {row["born"] for row in rows.values()} == {"2020-03-01"}
    assert {row["sibling_school"] for row in rows.values()} == {"none"}
    found = check(tmp_path / "in")
    assert found.returncode == 0, found.stdout


def test_where_a_home_lies_comes_with_its_zone(world: World) -> None:
    """Tests the place that the notice gives an estate, and none where it gives two."""
    families = [parent("家长"), parent("家长")]
    near = world.handed_in(families[0], child_of(families[0]))
    both = world.handed_in(families[1], child_of(families[1]), road="柳荫街", door="118号")
    rows = [
        {"地名": "桂园小区", "学校代码": "WL、LY", "东": "120", "北": "-40"},
        {"地名": "柳荫街", "学校代码": "WL、LY"},
    ]
    take_zones(world.officer, world.office.bureau, rows)
    found = kind_of("enrolment.school").facts(applied([near, both]), wall_now())
    assert found[near.pk]["place"] == "120 -40"
    assert "place" not in found[both.pk]
    wrong = [{"地名": "桂园小区", "学校代码": "WL、LY", "东": "12.5"}]
    with pytest.raises(TableNotTaken) as refused:
        take_zones(world.officer, world.office.bureau, wrong)
    assert [fault.column for fault in refused.value.faults] == ["东"]


def test_what_the_police_say_counts_before_the_family(world: World, tmp_path: Path) -> None:
    """Tests a household said to be at home, and an officer who knows an open zone."""
    family, other = parent("家长"), parent("家长")
    told = world.handed_in(family, child_of(family))
    opened = world.handed_in(other, child_of(other), road="别处路", door="1号")
    third = parent("家长")
    away = world.handed_in(third, child_of(third), register="elsewhere", register_day=None)
    for application, source, facts in (
        (away, "police", {"register": "county"}),
        (told, "police", {"register": "elsewhere"}),
        (opened, "officer", {"zone": "QX"}),
    ):
        record_attestation(
            actor=world.officer,
            application_uid=application.uid,
            source=source,
            facts={name: Fact(value, "stated") for name, value in facts.items()},
            key=key(),
        )
    rows = frozen(world, tmp_path / "in")
    assert rows[told.receipt_no]["register_zone"] == "none"
    assert rows[away.receipt_no]["register_zone"] == ""
    assert rows[opened.receipt_no]["zone"] == "QX"


def test_a_table_taken_after_the_freeze_changes_nothing(world: World, tmp_path: Path) -> None:
    """Tests that the frozen moment is asked, not today."""
    family = parent("家长")
    one = world.handed_in(family, child_of(family))
    before = frozen(world, tmp_path / "in")
    take_zones(world.officer, world.office.bureau, [{"地名": "桂园小区", "学校代码": "QX"}])
    (tmp_path / "again").mkdir()
    input_folder(world.round, "", tmp_path / "again")
    again = (tmp_path / "again" / "applicants.csv").read_bytes()
    assert again == (tmp_path / "in" / "applicants.csv").read_bytes()
    assert before[one.receipt_no]["zone"] == "LY"


def test_a_sibling_is_known_beforehand_and_counts(world: World, tmp_path: Path) -> None:
    """Tests the registry's word in the form, and before the family's in the facts."""
    family = parent("家长")
    younger, elder = child_of(family), child_of(family, name="林大满")
    bonded(PersonBondKind.SIBLING, elder, younger)
    with act(SYSTEM, "tests.work") as a:
        enrol(
            a,
            elder,
            world.schools["WL"],
            kind="pupil",
            on=business_today(),
            source=Ref("test", elder.uid),
            stage="primary",
            grade=2,
        )
        a.about("person", elder.uid)
    known = kind_of("enrolment.school").known_of(world.call, younger, business_now())
    assert (known["sibling"].value, known["sibling_school"].value) == ("yes", "文澜小学")
    assert known["sibling"].source == "学籍登记"
    one = world.handed_in(family, younger)
    assert frozen(world, tmp_path / "in")[one.receipt_no]["sibling_school"] == "WL"


def test_a_named_school_is_found(world: World, tmp_path: Path) -> None:
    """Tests a sibling that only the family knows of."""
    family = parent("家长")
    one = world.handed_in(family, child_of(family), sibling="yes", sibling_school="柳荫街小学")
    assert frozen(world, tmp_path / "in")[one.receipt_no]["sibling_school"] == "LY"


def test_only_twins_are_bound(world: World, tmp_path: Path) -> None:
    """Tests siblings refused, twins bound into one group."""
    family = parent("家长")
    first, second, third = (child_of(family, name=f"林{n}满") for n in "一二三")
    bonded(PersonBondKind.MULTIPLE_BIRTH, first, second)
    bonded(PersonBondKind.SIBLING, first, third)
    drafts = [world.drafted(family, child) for child in (first, second, third)]
    with pytest.raises(CallRefused, match="多胞胎"):
        bind_applications(actor=family, application_uids=[drafts[0], drafts[2]], key=key())
    bind_applications(actor=family, application_uids=drafts[:2], key=key())
    groups = Application.objects.filter(uid__in=drafts[:2]).values_list("group_key", flat=True)
    assert len(set(groups)) == 1
    assert "" not in groups


def test_who_is_only_claimed_is_bound_by_the_day_of_birth(world: World) -> None:
    """Tests two born around midnight, and one of another year, before anybody was checked."""
    family = parent("家长")
    days = [date(2020, 3, 1), date(2020, 3, 2), date(2019, 10, 2)]
    drafts = [
        start_draft(
            actor=family,
            call_uid=world.call.uid,
            party=ClaimedChild("none_yet", None, f"林{n}满", "unknown", day),
            key=key(),
        )
        for n, day in zip("一二三", days, strict=True)
    ]
    with pytest.raises(CallRefused, match="多胞胎"):
        bind_applications(actor=family, application_uids=drafts[1:], key=key())
    bind_applications(actor=family, application_uids=drafts[:2], key=key())
    assert Application.objects.exclude(group_key="").count() == 2


def test_facts_are_asked_by_the_thousand(world: World, tmp_path: Path) -> None:
    """Tests that more applications do not mean more queries."""
    counts = []
    kind = kind_of("enrolment.school")
    for size in (1, 4):
        for _ in range(size):
            family = parent("家长")
            world.handed_in(family, child_of(family))
        drawn = [
            Applied(one.pk, one.person_id, None, "", "", "", answers_of(one), {})
            for one in Application.objects.all()
        ]
        kind.facts(drawn, AFTER)  # the notice is read once a process
        with CaptureQueriesContext(connection) as queries:
            kind.facts(drawn, AFTER)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
