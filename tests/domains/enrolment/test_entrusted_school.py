"""A child gets a place of a city-run school by its county's call: who sees what, to the end."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from tests.domains.enrolment.entrusted_world import CLOSES, City, call_of, found_city
from tests.domains.enrolment.world import key
from tests.kernel.calls.world import appoint
from tests.kernel.papers.walk import walk
from xueyou.domains.arrivals.selectors.arrivals import new_pupils, school_kept
from xueyou.domains.checks.desk_access import OPEN_FILE, READ_FILES
from xueyou.domains.checks.selectors.files import FileRow
from xueyou.domains.checks.selectors.one_file import FileSees
from xueyou.domains.checks.services.duties import give_duties
from xueyou.domains.enrolment.measures import migrant_public_share
from xueyou.domains.enrolment.selectors.entrusted import entrusted
from xueyou.domains.enrolment.selectors.letters import letter_code, letter_of_code
from xueyou.domains.enrolment.selectors.season import season
from xueyou.domains.enrolment.selectors.zones import zone_of
from xueyou.domains.enrolment.services.entrusting import withdraw_entrusted
from xueyou.domains.roll.access import KEEP_ROLL, READ_ROLL
from xueyou.domains.roll.selectors.rolls import MaskedRow, RollRow
from xueyou.kernel.calls.access import CHECK_APPLICATION, READ_APPLICATION, READ_CALL
from xueyou.kernel.calls.models import Application, Choice, Offer, Option
from xueyou.kernel.calls.run_access import READ_RESULT
from xueyou.kernel.calls.selectors.public_rounds import round_shown
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Membership
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import NotFound, read, scope, target
from xueyou.platform.accounts.models import User
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import wall_now


@pytest.fixture
def city(db: None, own_roles: None) -> City:
    """Found the city."""
    return found_city()


def published(city: City, round_: UUID) -> None:
    """Freeze, run, and publish on a signed order."""
    office: Any = SimpleNamespace(
        checker=appoint("plan_officer", city.places["city"]),
        chief=appoint("bureau_chief", city.places["city"]),
    )
    freeze(actor=city.east, round_uid=round_, key=key(), at=CLOSES)
    run = prepare_run(actor=city.east, round_uid=round_, purpose="official", key=key())
    work_off()
    order = draft_order(actor=city.east, run_uid=run, number_code="东教招", key=key())
    paper = walk(office, Paper.objects.get(uid=order), "sign")
    publish_run(actor=office.chief, run_uid=run, paper_uid=paper.uid, key=key())
    work_off()


def test_from_the_wish_to_the_roll(city: City) -> None:
    """The zone leads there, the place holds after a withdrawal, letter and roll name the school."""
    round_ = city.announced()
    assert zone_of(call_of(round_), "SY路7幢2单元501").schools == ("市实验小学",)
    one = city.handed_in(round_)
    withdraw_entrusted(
        actor=city.city,
        standing_uid=entrusted(city.city).rows[0].row.uid,
        why="改由市里招",
        key=key(),
    )
    published(city, round_)
    assert isinstance(one.submitted_by, User)
    family = actor_for(one.submitted_by)
    found = result_of(family, one.uid)[0]
    assert (found.verdict, found.option) == ("placed", "市实验小学")
    assert "市实验小学" in {row.option.title for row in round_shown(round_).options}
    reply(actor=family, offer_uid=Offer.objects.get(application=one).uid, accept=True, key=key())
    pupil = Membership.objects.standing().get(person=one.person, kind="pupil")
    assert pupil.organisation == city.places["SY"]
    said = letter_of_code(letter_code(family, one.uid))
    assert said is not None
    assert said.school == "市实验小学"
    (line,) = season(city.east).calls
    assert [(row.code, row.places, row.held) for row in line.schools] == [
        ("E1", 1, 0),
        ("SY", 1, 1),
    ]
    clerk = appoint("school_clerk", city.places["SY"])
    pupils, counts = new_pupils(clerk, city.places["SY"].uid, 2026)
    assert ([row.receipt_no for row in pupils], counts.placed) == ([one.receipt_no], 1)


def test_the_school_s_clerk_reads_what_a_clerk_of_the_county_reads(city: City) -> None:
    """Files only while the county lets the school check; never the call, nor another's wish."""
    round_ = city.announced()
    ours, others = city.handed_in(round_), city.handed_in(round_, "E1", serial=3)
    clerks = {code: appoint("school_clerk", city.places[code]) for code in ("SY", "E1")}
    options = {code: Option.objects.get(code=code) for code in clerks}
    mine = {"SY": ours, "E1": others}

    def seen(code: str) -> list[int]:
        clerk = clerks[code]
        return [
            read(clerk, READ_FILES, FileRow).count(),
            read(clerk, OPEN_FILE, FileSees).count(),
            scope(clerk, READ_APPLICATION).count(),
            scope(clerk, CHECK_APPLICATION).count(),
            scope(clerk, READ_RESULT).count(),
            scope(clerk, READ_CALL).count(),
        ]

    assert seen("SY") == seen("E1") == [0, 0, 0, 0, 0, 0]
    give_duties(
        actor=city.east,
        call_uid=call_of(round_).uid,
        option_uids=[one.uid for one in options.values()],
        key=key(),
    )
    assert seen("SY") == seen("E1") == [1, 1, 0, 0, 0, 0]
    for code, clerk in clerks.items():
        assert [row.uid for row in read(clerk, READ_FILES, FileRow)] == [mine[code].uid]
    assert Choice.objects.filter(application=ours).count() == 1


def test_the_county_gains_nothing_in_the_school(city: City) -> None:
    """Neither its roll, nor its arrivals, nor its own calls; the application is the county's."""
    round_ = city.announced()
    one = city.handed_in(round_)
    school = city.places["SY"]
    registrar = appoint("registry_officer", city.places["E"])
    for officer in (registrar, city.east):
        assert read(officer, READ_ROLL, RollRow).count() == 0
        assert read(officer, READ_ROLL, MaskedRow).count() == 0
        with pytest.raises(NotFound):
            target(officer, KEEP_ROLL, school.uid)
        with pytest.raises(NotFound):
            school_kept(officer, school.uid)
    assert list(scope(city.east, READ_APPLICATION)) == [one]
    assert not scope(city.west, READ_APPLICATION).exists()


def test_the_county_s_share_counts_whom_its_call_has_placed(city: City) -> None:
    """Also in the city-run school; another county's figure does not have the child."""
    round_ = city.announced()
    one = city.handed_in(round_)
    Application.objects.filter(pk=one.pk).update(applicant_class="migrant")
    published(city, round_)
    places = [city.places[name].pk for name in ("city", "E", "W", "SY")]
    found = migrant_public_share(places, period("2026"), wall_now())
    assert {row.organisation: (row.numerator, row.denominator) for row in found} == dict.fromkeys(
        (places[0], places[1], places[3]), (1, 1)
    )
