"""A grade, from its registered pupils to classes in the registry, that nobody chose."""

import json
from uuid import uuid4

import pytest

from tests.cli.run import xueyou
from tests.domains.classes.grade import PUPILS, Grade, classes_of
from xueyou.domains.classes.models import DivisionState, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.evenness import told_to_office
from xueyou.domains.classes.services.drawing import RESULT, seed_of
from xueyou.domains.classes.services.issuing import gate_list, issue_list
from xueyou.domains.classes.services.keeping import folder, kept
from xueyou.domains.classes.services.lots import seal_list
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.registry.models import Membership
from xueyou.platform.acts.models import Act


def test_a_grade_is_divided_in_the_open(grade: Grade) -> None:
    """From the roll to memberships; the list is the draw's, the names are at the gate."""
    division = grade.open()
    assert division.pupils.count() == PUPILS
    assert grade.demand(division, "together", "twins", 0, 1)
    assert grade.demand(division, "apart", "conflict", 2, 3)
    lot = grade.draw(grade.seal(division))
    assert lot.state == LotState.DONE
    division.refresh_from_db()
    assert division.state == DivisionState.DRAWN
    given = classes_of(division)
    codes = sorted(given)
    assert given[codes[0]] == given[codes[1]]
    assert given[codes[2]] != given[codes[3]]
    assert sorted(given.values()) == [1] * 24 + [2] * 24  # type: ignore[type-var]
    grade.sign(division)
    issue_list(actor=grade.clerk, division_uid=division.uid, key="issue")
    rows = Membership.objects.standing().filter(kind="pupil", valid_to=None)
    assert sorted(rows.values_list("group", flat=True)) == ["1班"] * 24 + ["2班"] * 24
    assert set(rows.values_list("source_kind", flat=True)) == {"class_place"}
    gate = gate_list(actor=grade.clerk, division_uid=division.uid)
    assert len(gate) == PUPILS
    assert {len(row) for row in gate} == {2}
    by_name = {row.person.name: row.group for row in rows.select_related("person")}
    assert {name: group for group, name in gate} == by_name


def test_anybody_recomputes_the_list(grade: Grade) -> None:
    """The sealed folder and the seed give the same bytes by the command line."""
    division = grade.drawn()
    lot = division.lots.get()
    files = kept(lot)
    said = json.loads(files["run.json"])
    with folder(files) as path:
        ran = xueyou(
            "classes",
            path / "roster.csv",
            "--rules",
            path / "rules.yaml",
            "--sizes",
            ",".join(map(str, said["sizes"])),
            "--scores",
            "",
            "--iterations",
            said["iterations"],
            "--seed",
            seed_of(lot),
            "--out",
            path / "out",
        )
        assert ran.code == 0, ran.err
        assert (path / "out" / "assignment.csv").read_bytes() == files[RESULT]
    heads = files["roster.csv"].decode().splitlines()[0]
    assert heads.startswith("编号,性别,出生年月")
    names = {person.name for person in grade.people}
    assert not any(name in files["roster.csv"].decode() for name in names)


def test_nothing_is_sealed_that_was_not_rehearsed(grade: Grade) -> None:
    """And a demand entered after the rehearsal wants another one."""
    division = grade.open()
    with pytest.raises(ClassesNotDone, match="演练"):
        seal_list(actor=grade.clerk, division_uid=division.uid, key="a")
    grade.rehearse(division)
    grade.demand(division, "together", "twins", 0, 1)
    with pytest.raises(ClassesNotDone, match="演练"):
        seal_list(actor=grade.clerk, division_uid=division.uid, key="b")
    assert grade.seal(division).state == LotState.SEALED


def test_rehearsals_are_counted_and_give_nobody_a_class(grade: Grade) -> None:
    """Shopping for a seed is visible, and useless: the seed that counts is not known yet."""
    division = grade.open()
    seeds = {grade.rehearse(division).seed for _ in range(3)}
    assert len(seeds) == 1  # of the roster alone: nothing to shop for
    assert set(classes_of(division).values()) == {None}
    lot = grade.draw(grade.seal(division))
    assert lot.report is not None
    assert lot.report["seed"] not in seeds
    told = told_to_office(grade.county, division.uid)
    assert told is not None
    assert told.rehearsals == 4
    assert [draw.ordinal for draw in told.draws] == [1]
    seal = Act.objects.get(verb="classes.lot.seal")
    assert seal.data["rehearsals"] == 4


def test_after_the_seal_nothing_is_changed(grade: Grade) -> None:
    """Neither demands nor the roster."""
    division = grade.open()
    grade.seal(division)
    with pytest.raises(ClassesNotDone, match="封存"):
        grade.demand(division, "together", "twins", 0, 1)
    with pytest.raises(ClassesNotDone, match="封存"):
        grade.fill(division, {"片区": ["东"] * PUPILS})
    with pytest.raises(ClassesNotDone, match="封存"):
        grade.rehearse(division)


def test_contradictions_are_told_in_words(grade: Grade) -> None:
    """Three who must all be apart do not go into two classes."""
    division = grade.open()
    grade.demand(division, "apart", "conflict", 0, 1, 2)
    found = grade.rehearse(division)
    assert found.report is None
    assert len(found.conflict["members"]) == 1
    with pytest.raises(ClassesNotDone, match="演练"):
        seal_list(actor=grade.clerk, division_uid=division.uid, key="a")


def test_nothing_is_put_up_unsigned(grade: Grade) -> None:
    """Without the principal's signature no name leaves and no membership moves."""
    division = grade.drawn()
    with pytest.raises(NotSigned):
        issue_list(actor=grade.clerk, division_uid=division.uid, key="a")
    with pytest.raises(ClassesNotDone, match="还没有公布"):
        gate_list(actor=grade.clerk, division_uid=division.uid)
    assert not Membership.objects.exclude(group="").exists()


def test_names_hang_for_days_only(grade: Grade) -> None:
    """After the time of the parameter the list is handed out no more."""
    from datetime import timedelta

    division = grade.issued()
    assert gate_list(actor=grade.clerk, division_uid=division.uid)
    grade.clock.advance(timedelta(days=7))
    with pytest.raises(ClassesNotDone, match="到期"):
        gate_list(actor=grade.clerk, division_uid=division.uid)


def test_acts_hold_no_child(grade: Grade) -> None:
    """Nothing that the log keeps for ever names anybody."""
    division = grade.issued()
    names = {person.name for person in grade.people}
    uids = {str(person.uid) for person in grade.people}
    said = json.dumps([one.data for one in Act.objects.all()], ensure_ascii=False)
    assert not any(name in said for name in names)
    made = Act.objects.filter(verb__startswith="classes.")
    assert not any(uid in json.dumps([one.data for one in made]) for uid in uids)
    assert division.state == DivisionState.ISSUED


def test_a_repeated_key_does_nothing_twice(grade: Grade) -> None:
    """Two clicks on the last button are one."""
    division = grade.drawn()
    grade.sign(division)
    key = str(uuid4())
    first = issue_list(actor=grade.clerk, division_uid=division.uid, key=key)
    assert first == PUPILS
    with pytest.raises(ClassesNotDone):
        issue_list(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
