"""An accepted place: a letter that anybody can check, and a school; both end with the place."""

import io
import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pypdf
import pytest

from tests.domains.enrolment.world import AFTER, World, child_of, found_world, key, parent
from tests.kernel.papers.walk import walk
from xueyou.domains.enrolment.letter_codes import digest_of_code, new_code, plain_code, shown_code
from xueyou.domains.enrolment.measures import migrant_public_share
from xueyou.domains.enrolment.models import LETTER_CODE, Letter
from xueyou.domains.enrolment.selectors.letters import letter_code, letter_of_code, letter_pdf
from xueyou.domains.enrolment.services.places import enrol_late
from xueyou.kernel.calls.models import Application, Offer, Run
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.offers import lapse_due, reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.registry.models import Membership, SchoolYear
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.reading import NotFound
from xueyou.platform.jobs.api import work_off

CHECK_AT = "https://xueyou.example/letters/"
RARE = "阿卜杜萨拉木·𠮷㐂䶮"


@pytest.fixture
def placed(db: None, own_roles: None) -> tuple[World, SignedIn, Application]:
    """Publish a round in which one child has a place at its second wish."""
    return found_placed()


def found_placed() -> tuple[World, SignedIn, Application]:
    """Found the city, and publish a round in which one child has a place at its second wish."""
    world = found_world(tie="stable_id")
    family, other = parent("家长"), parent("别的家长")
    first = world.handed_in(other, child_of(other, name="别的孩子"), ("LY", "WL"))
    mine = world.handed_in(
        family,
        child_of(family, name=RARE),
        ("LY", "WL"),
        register="elsewhere",
        register_day=None,
    )
    assert first.receipt_no != mine.receipt_no
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    chief, office = world.office.chief, world.office
    enroller, round_ = office.enroller, world.round
    uid = prepare_run(actor=enroller, round_uid=round_.uid, purpose="official", key=key())
    work_off()
    order = draft_order(actor=enroller, run_uid=uid, number_code="甲教招", key=key())
    paper = walk(office, Paper.objects.get(uid=order), "sign")
    publish_run(actor=chief, run_uid=uid, paper_uid=paper.uid, key=key())
    work_off()
    assert Run.objects.get(uid=uid).state == "done"
    return world, family, mine


def answered(family: SignedIn, application: Application, *, accept: bool = True) -> UUID:
    """Reply to the offer of an application; return its uid."""
    uid: UUID = Offer.objects.get(application=application).uid
    reply(actor=family, offer_uid=uid, accept=accept, key=key())
    return uid


def words(pdf: bytes) -> str:
    """Return the words of a PDF without blanks."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return re.sub(r"\s", "", pages[0].extract_text())


def code_of(application: Application) -> str:
    """Return the code of an application's letter."""
    return LETTER_CODE.text(Letter.objects.get(offer__application=application))


def test_the_letter_says_school_reason_and_code(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """Tests the PDF against the result page: the same school and the same reason, name whole."""
    _, family, mine = placed
    assert letter_code(family, mine.uid) == ""
    with pytest.raises(NotFound):
        letter_pdf(family, mine.uid, CHECK_AT)
    answered(family, mine)
    assert letter_code(family, mine.uid) == shown_code(code_of(mine))
    text = words(letter_pdf(family, mine.uid, CHECK_AT))
    result = result_of(family, mine.uid)[0]
    assert result.option == "文澜小学"
    for said in (RARE, result.option, shown_code(code_of(mine)), CHECK_AT):
        assert re.sub(r"\s", "", said) in text
    assert len(result.wishes) == 2
    for title, wish in zip(("柳荫街小学", "文澜小学"), result.wishes, strict=True):
        assert re.sub(r"\s", "", f"{title}：{wish.zh}") in text


def test_anybody_who_holds_it_reads_the_same_masked(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """Tests the page of the code: school and reason of the letter, no whole name."""
    _, family, mine = placed
    answered(family, mine)
    typed = " " + shown_code(code_of(mine)).lower() + " "
    said = letter_of_code(typed)
    assert said is not None
    result = result_of(family, mine.uid)[0]
    assert (said.school, said.holds) == ("文澜小学", True)
    assert said.reason == tuple(
        f"{title}：{wish.zh}".replace(RARE, "孩子")
        for title, wish in zip(("柳荫街小学", "文澜小学"), result.wishes, strict=True)
    )
    assert RARE not in str(said)
    assert letter_of_code(new_code()) is None
    assert letter_of_code("1") is None


def test_a_letter_ends_with_the_wish_that_was_met(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """What was not needed any more is no reason; the result page does not show it either."""
    _, _, mine = placed
    first = Application.objects.exclude(pk=mine.pk).get()
    assert first.submitted_by is not None
    answered(actor_for(first.submitted_by), first)
    said = letter_of_code(shown_code(code_of(first)))
    assert said is not None
    assert [line.split("：")[0] for line in said.reason] == ["柳荫街小学"]


def test_nobody_else_reads_the_letter(placed: tuple[World, SignedIn, Application]) -> None:
    """Tests another family, an officer without that permission, and who runs and orders results."""
    world, family, mine = placed
    answered(family, mine)
    office = world.office
    for other in (parent("另一家"), office.county, office.chief, office.writer, world.officer):
        with pytest.raises(NotFound):
            letter_pdf(other, mine.uid, CHECK_AT)


def test_the_child_belongs_to_the_school_from_its_first_day(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """Tests the membership; a repeated answer changes nothing."""
    world, family, mine = placed
    uid = answered(family, mine)
    reply(actor=family, offer_uid=uid, accept=True, key=key())
    membership = Membership.objects.standing().get(person=mine.person)
    assert (membership.organisation, membership.stage, membership.grade, membership.valid_from) == (
        world.schools["WL"],
        "primary",
        1,
        date(2026, 9, 1),
    )
    assert Letter.objects.count() == 1


def test_a_place_given_back_ends_both(placed: tuple[World, SignedIn, Application]) -> None:
    """Tests that the letter's code says so, and that the child belongs there no longer."""
    _, family, mine = placed
    uid = answered(family, mine)
    code = code_of(mine)
    reply(actor=family, offer_uid=uid, accept=False, key=key())
    said = letter_of_code(code)
    assert said is not None
    assert not said.holds
    with pytest.raises(NotFound):
        letter_pdf(family, mine.uid, CHECK_AT)
    open_ones = Membership.objects.standing().filter(person=mine.person, valid_to=None)
    assert not open_ones.exists()


def test_a_missing_school_year_does_not_stop_the_family(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """Tests that the letter stands at once and the membership follows, once."""
    _, family, mine = placed
    year = SchoolYear.objects.get(pk=2026)
    year.delete()
    answered(family, mine)
    assert letter_code(family, mine.uid)
    assert enrol_late() == 0
    assert not Membership.objects.filter(person=mine.person).exists()
    SchoolYear.objects.create(year=2026, starts_on=year.starts_on, ends_on=year.ends_on)
    assert enrol_late() == 1
    assert enrol_late() == 0
    assert Membership.objects.standing().filter(person=mine.person).count() == 1


def test_the_public_list_has_numbers_and_schools(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """Tests what is published with the result: nothing of a child."""
    _, _, _ = placed
    publication = Publication.objects.get(kind="enrolment.placed")
    assert list(publication.fields) == ["number", "option"]


def test_codes_are_long_and_read_kindly() -> None:
    """Tests 65 bits, letters that are mixed up, and blanks."""
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    code = "23456789ABCDE"
    assert plain_code(shown_code(code).lower()) == code
    assert plain_code("23456 789a bcde") == code
    assert plain_code("0O1I23456789A") == "QQLL23456789A"
    assert digest_of_code(code) != digest_of_code("23456789ABCDF")


def test_a_place_that_lapsed_counts_until_it_lapsed(
    placed: tuple[World, SignedIn, Application],
) -> None:
    """The share of a past day stays what it was; nobody replied, so its time to reply says when."""
    world, _, mine = placed
    until = Offer.objects.get(application=mine).reply_by
    assert until is not None

    def share(as_of: datetime) -> list[tuple[int, int]]:
        found = migrant_public_share([world.office.bureau.pk], period("2026"), as_of)
        return [(one.numerator, one.denominator) for one in found]

    before, after = until - timedelta(hours=1), until + timedelta(hours=1)
    assert (share(before), lapse_due(at=after)) == ([(1, 1)], 2)
    assert (share(before), share(after)) == ([(1, 1)], [])
