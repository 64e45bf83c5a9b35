"""The ledger of homes: years imported, doors settled, facts for the rules, entries of places."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.domains.enrolment.ruled import ANSWERS, NOTICE
from tests.domains.enrolment.test_facts import bonded, frozen
from tests.domains.enrolment.world import (
    AFTER,
    NOW,
    World,
    child_of,
    filled,
    found_world,
    key,
    parent,
)
from tests.kernel.calls.world import citizen_number, claimed
from tests.kernel.papers.walk import walk
from xueyou.domains.enrolment.holders import HomesHolder
from xueyou.domains.enrolment.homes import home_of
from xueyou.domains.enrolment.models import HOME_ADDRESS, HomeUse, HomeUser
from xueyou.domains.enrolment.refusals import EnrolmentRefused, TableNotTaken
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.domains.enrolment.selectors import homes as select
from xueyou.domains.enrolment.services.forgetting import forget_homes
from xueyou.domains.enrolment.services.homes import (
    import_homes,
    settle_home,
    undo_import,
    use_home,
)
from xueyou.domains.enrolment.services.places import enrol_late
from xueyou.formats.program import code_digest
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Offer, OfferState
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.grouping import bind_applications
from xueyou.kernel.calls.services.input_folder import input_folder
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Claim, ClaimSharing, Person, PersonBondKind
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off
from xueyou.rulebook.allocation.run import run as run_folder

DOOR = "桂园小区7幢2单元501"
STRANGER, OWN = citizen_number(900), citizen_number(901)


def home_rules() -> str:
    """Return rules under which a home gives one place in six years, and nothing is drawn."""
    given = {**ANSWERS, "order": "register", "home_years": "6"}
    text = forms.write(forms.TIERS, NOTICE, given, committee=False)
    return text.replace("tie_last: lottery", "tie_last: stable_id").replace(
        "lottery: {ticket: one}\n", ""
    )


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found a city whose rules ask for the home."""
    return found_world(text=home_rules(), places=5)


def taken(world: World, *rows: tuple[str, str, str, str], actor: Any = None) -> UUID:
    """Import rows of address, year, school and the child's number."""
    heads = ("住址", "入学年份", "学校代码", "孩子证件号码")
    table = table_of("homes", [dict(zip(heads, row, strict=True)) for row in rows])
    return import_homes(
        actor=actor or world.officer,
        organisation_uid=world.office.bureau.uid,
        stage="primary",
        table=table,
        key=key(),
    )


@pytest.mark.parametrize(
    "written",
    [
        "桂园小区7幢2单元501室",
        "桂园小区 7栋2单元501户",
        "桂园小区７号楼2单元501",
        "桂园小区（柳荫街118号）7-2-501",
        "甲市桂园小区七幢2单元501",
    ],
)
def test_one_home_has_one_spelling(written: str) -> None:
    """Tests how people write the same door."""
    found = home_of(written, ("甲市",))
    assert (found.plain, found.certain) == (DOOR, True)


@pytest.mark.parametrize(
    "written", ["桂园小区7幢", "清溪村3组", "柳荫街", "桂园小区7幢附近8号", ""]
)
def test_an_address_without_a_door_is_not_certain(written: str) -> None:
    """Tests buildings, groups of a village, words instead of numbers."""
    assert not home_of(written).certain


def test_two_doors_never_meet() -> None:
    """Tests neighbours, and estates whose names end alike."""
    doors = ["桂园小区7幢2单元502", "桂园小区72单元501", "新桂园小区7幢2单元501", "7幢2单元501"]
    assert DOOR not in {home_of(door, ("甲市", "新区")).plain for door in doors}


def test_every_fault_is_told_beside_its_cell(world: World) -> None:
    """Tests a table with a fault in every column: nothing is kept."""
    with pytest.raises(TableNotTaken) as refused:
        taken(
            world,
            ("", "2022", "LY", STRANGER),
            (DOOR, "2031", "LY", STRANGER),
            (DOOR, "去年", "LY", STRANGER),
            (DOOR, "2022", "ZZ", STRANGER),
            (DOOR, "2022", "LY", "123"),
            (DOOR, "2022", "LY", ""),
        )
    cells = [(fault.row, fault.column) for fault in refused.value.faults]
    assert cells == [
        (2, "住址"),
        (3, "入学年份"),
        (4, "入学年份"),
        (5, "学校代码"),
        (6, "孩子证件号码"),
        (7, "孩子证件号码"),
    ]
    assert not HomeUse.objects.exists()


def test_who_used_the_home_before_is_a_fact(world: World, tmp_path: Path) -> None:
    """Tests a stranger's use, a brother's by his number, an old one; no address in the folder."""
    families = [parent(f"家长{n}") for n in range(3)]
    children = [child_of(family) for family in families]
    elder = child_of(families[1], name="林大满", number=OWN)
    bonded(PersonBondKind.SIBLING, elder, children[1])
    taken(
        world,
        (DOOR, "2022", "LY", STRANGER),
        ("桂园小区8幢101室", "2022", "LY", OWN),
        ("桂园小区9幢101室", "2011", "LY", STRANGER),
        ("桂园小区9幢101室", "2012", "LY", STRANGER),
    )
    doors = ("7幢2单元501", "8幢101", "9幢101")
    made = [
        world.handed_in(family, child, door=door)
        for family, child, door in zip(families, children, doors, strict=True)
    ]
    rows = frozen(world, tmp_path / "in")
    found = [rows[one.receipt_no] for one in made]
    assert [row["home_used_on"] for row in found] == ["2022-09-01", "2022-09-01", "2012-09-01"]
    assert [row["home_used_by"] == row["family"] for row in found] == [False, True, False]
    assert len({row["home"] for row in found}) == 3
    text = (tmp_path / "in" / "applicants.csv").read_text("utf-8")
    assert "桂园" not in text
    assert STRANGER not in text


def test_an_uncertain_address_counts_once_an_officer_has_settled_it(
    world: World, tmp_path: Path
) -> None:
    """Tests the three ways it may go, and that nobody settles it twice."""
    taken(
        world,
        ("桂园小区7幢", "2022", "LY", STRANGER),
        ("桂园小区8幢", "2023", "LY", STRANGER),
        ("桂园小区9幢", "2024", "LY", STRANGER),
    )
    waiting = select.uncertain(world.officer, 1)
    assert [one.address for one in waiting.rows] == ["桂园小区7幢", "桂园小区8幢", "桂园小区9幢"]
    first, second, _ = (one.row.uid for one in waiting.rows)
    with pytest.raises(EnrolmentRefused, match="写到户"):
        settle_home(actor=world.officer, use_uid=first, address="桂园小区7幢", key=key())
    settle_home(actor=world.officer, use_uid=first, address=f"{DOOR}室", key=key())
    settle_home(actor=world.officer, use_uid=second, address="", key=key())
    with pytest.raises((EnrolmentRefused, NotFound)):
        settle_home(actor=world.officer, use_uid=first, address=DOOR, key=key())
    counted = {
        one.year: (one.certain, one.uncertain, one.dismissed)
        for one in select.counted(world.officer)
    }
    assert counted == {2022: (1, 0, 0), 2023: (0, 0, 1), 2024: (0, 1, 0)}
    family = parent("家长")
    made = world.handed_in(family, child_of(family))
    assert frozen(world, tmp_path / "in")[made.receipt_no]["home_used_on"] == "2022-09-01"


def test_an_import_is_taken_back_whole_and_a_frozen_round_keeps_it(
    world: World, tmp_path: Path
) -> None:
    """Tests that what was known at the freeze stays known; a foreign office finds nothing."""
    uid = taken(world, (DOOR, "2022", "LY", STRANGER), (DOOR, "2021", "LY", STRANGER))
    family = parent("家长")
    made = world.handed_in(family, child_of(family))
    assert frozen(world, tmp_path / "in")[made.receipt_no]["home_used_on"] == "2022-09-01"
    place = world.office.bureau.uid
    with pytest.raises(NotFound):
        undo_import(actor=world.office.county, organisation_uid=place, import_uid=uid, key=key())
    assert [one.rows for one in select.imports(world.officer)] == [2]
    assert undo_import(actor=world.officer, organisation_uid=place, import_uid=uid, key=key()) == 2
    assert select.imports(world.officer) == []
    (tmp_path / "again").mkdir()
    input_folder(world.round, "", tmp_path / "again")
    assert (tmp_path / "again" / "applicants.csv").read_bytes() == (
        tmp_path / "in" / "applicants.csv"
    ).read_bytes()


def test_old_entries_and_a_person_s_own_are_forgotten(world: World) -> None:
    """Tests the years kept, what is handed out of a person, and what is removed."""
    family = parent("家长")
    child = child_of(family, number=OWN)
    taken(world, (DOOR, "2010", "LY", STRANGER), (DOOR, "2022", "LY", OWN))
    assert forget_homes(at=NOW) == 1
    assert HomeUse.objects.get().valid_from == date(2022, 9, 1)
    exported = HomesHolder().export(child)["homes"]
    assert [(one["address"], one["year"]) for one in exported] == [(DOOR, 2022)]
    HomesHolder().erase(child, NOW)
    assert not HomeUser.objects.exists()
    assert HOME_ADDRESS.text(HomeUse.objects.get()) == DOOR


def handed_in(world: World, family: Any, child: Any, *private: str) -> Application:
    """Hand in at DOOR for a child that is known, or only claimed."""
    made = drafted(world, family, child, *private)
    submit(actor=family, application_uid=made.uid, key=str(made.draft_key))
    made.refresh_from_db()
    return made


def drafted(world: World, family: Any, child: Any, *private: str) -> Application:
    """Fill in only."""
    party = KnownChild(child.uid) if isinstance(child, Person) else child
    uid = start_draft(actor=family, call_uid=world.call.uid, party=party, key=key())
    wishes = {"公办": [world.options["LY"].uid]} | (
        {"民办": [world.options[code].uid for code in private]} if private else {}
    )
    save_draft(actor=family, application_uid=uid, answers=filled(), choices=wishes)
    return Application.objects.get(uid=uid)


def test_twins_of_one_mother_are_one_family_before_anybody_has_checked_them(
    world: World, tmp_path: Path
) -> None:
    """Tests that they do not lose their home to each other in the run."""
    mother = parent("林母")
    made = [drafted(world, mother, claimed(n, name)) for n, name in ((7, "林知夏"), (9, "林知秋"))]
    bind_applications(actor=mother, application_uids=[one.uid for one in made], key=key())
    for one in made:
        one.refresh_from_db()
        submit(actor=mother, application_uid=one.uid, key=str(one.draft_key))
        one.refresh_from_db()
    rows = frozen(world, tmp_path / "in")
    assert len({rows[one.receipt_no]["family"] for one in made}) == 1
    run_folder(tmp_path / "in", tmp_path / "out", code=code_digest())
    placed = (tmp_path / "out" / "placements.csv").read_text("utf-8")
    assert all(one.receipt_no in placed for one in made)


def test_a_claimed_child_is_of_the_family_of_who_claims_it(world: World, tmp_path: Path) -> None:
    """Tests an elder's entry: found by the mother, and by the father who was let in; no others."""
    mother, father = parent("林母"), parent("林父")
    child_of(mother, name="林大满", number=OWN)
    taken(world, (DOOR, "2022", "LY", OWN))
    by_mother = handed_in(world, mother, claimed(7))
    by_father = handed_in(world, father, claimed(9))
    by_stranger = handed_in(world, parent("别家"), claimed(11))
    assert by_father.claim is not None
    assert isinstance(mother.user, User)
    with act(SYSTEM, "tests.work") as a:
        ClaimSharing.objects.create(
            claim=by_father.claim, account=mother.user, code_digest="x", made_at=a.at,
            expires_at=a.at, accepted_at=a.at,
        )  # fmt: skip
        a.about("person", a.uid)
    rows = frozen(world, tmp_path / "in")
    found = [rows[one.receipt_no] for one in (by_mother, by_father, by_stranger)]
    assert [row["home_used_by"] == row["family"] for row in found] == [True, True, False]


def test_known_twins_with_different_guardians_are_one_family(world: World, tmp_path: Path) -> None:
    """Tests one guarded by both parents, one by the father alone: connected by him."""
    mother, father, other = parent("林母"), parent("林父"), parent("别家")
    both, one = child_of(mother, father), child_of(father, name="林知秋")
    made = [
        handed_in(world, mother, both),
        handed_in(world, father, one),
        handed_in(world, other, child_of(other, name="别的孩子")),
    ]
    rows = frozen(world, tmp_path / "in")
    names = [rows[one.receipt_no]["family"] for one in made]
    assert names[0] == names[1] != names[2]


def test_an_entry_knows_its_child_once_somebody_has_confirmed_it(
    world: World, tmp_path: Path
) -> None:
    """Tests a claim that is confirmed after the place was accepted."""
    made = handed_in(world, parent("林母"), claimed(7))
    accepted(world, made)
    assert HomeUse.objects.standing().get().person is None
    child = child_of(parent("林父"))
    Claim.objects.filter(pk=made.claim_id).update(state="confirmed", person=child)
    enrol_late()
    entry = HomeUse.objects.standing().get()
    assert (entry.person, HOME_ADDRESS.text(entry)) == (child, DOOR)


def test_only_a_place_that_the_home_gave_uses_it_up(own_roles: None, db: None) -> None:
    """Tests a private school's place, and one that an appeal adds there and at a public one."""
    given = {**ANSWERS, "order": "register", "home_years": "6"}
    text = forms.write(forms.BOTH, NOTICE, given, committee=False)
    text = text.replace("tie_last: lottery", "tie_last: stable_id")
    world = found_world(text=text.replace("lottery: {ticket: one}\n", ""), places=5, private=5)
    mother = parent("林母")
    made = handed_in(world, mother, child_of(mother), "MB")
    accepted(world, made)
    assert Offer.objects.get().option == world.options["MB"]
    assert not HomeUse.objects.exists()
    for code, uses in (("MB", 0), ("LY", 1)):
        offer = Offer.objects.get()
        offer.option, offer.batch, offer.cause = world.options[code], "", "appeal"
        offer.save(update_fields=["option", "batch", "cause"])
        with act(SYSTEM, "tests.work") as a:
            use_home(offer, made.person, a)
            a.about("person", a.uid)
        assert HomeUse.objects.count() == uses


def accepted(world: World, *made: Application) -> None:
    """Freeze, run, publish by order; accept what was given."""
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    office = world.office
    uid = prepare_run(
        actor=office.enroller, round_uid=world.round.uid, purpose="official", key=key()
    )
    work_off()
    order = draft_order(actor=office.enroller, run_uid=uid, number_code="甲教招", key=key())
    paper = walk(office, Paper.objects.get(uid=order), "sign")
    publish_run(actor=office.chief, run_uid=uid, paper_uid=paper.uid, key=key())
    work_off()
    for offer in Offer.objects.filter(application__in=made, state=OfferState.OPEN):
        family = actor_for(offer.application.drafted_by)
        reply(actor=family, offer_uid=offer.uid, accept=True, key=key())
