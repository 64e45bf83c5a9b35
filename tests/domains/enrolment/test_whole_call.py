"""A whole enrolment by a form of rules: private beside public, a committee's place, one home."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.enrolment.ruled import ANSWERS, NOTICE
from tests.domains.enrolment.world import (
    AFTER,
    World,
    appoint,
    child_of,
    found_world,
    key,
    parent,
)
from tests.kernel.papers.walk import walk
from xueyou.domains.enrolment.measures import migrant_public_share
from xueyou.domains.enrolment.models import HomeUse
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.domains.enrolment.selectors.committee import committee_of
from xueyou.domains.enrolment.services.committee import ORDINARY, decide_panel
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Call, CapacityLine, Decision, Offer
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import wall_now


def rules() -> str:
    """Return the rules of the story, with nothing to be drawn."""
    given = {**ANSWERS, "home_years": "6"}
    text = forms.write(forms.BOTH, NOTICE, given, committee=True)
    return text.replace("tie_last: lottery", "tie_last: stable_id").replace(
        "lottery: {ticket: one}\n", ""
    )


def sister_of(family: SignedIn, world: World) -> SignedIn:
    """Return an officer who is the sister of a child's guardian."""
    officer = appoint("enrolment_officer", world.office.bureau)
    with act(SYSTEM, "tests.work") as a:
        mine, hers = (account_person(one.user) for one in (officer, family))  # type: ignore[arg-type]
        bind(a, "sibling", mine, hers, basis="household", on=a.business_at.date())
        a.about("person", mine.uid)
    return officer


def published(world: World) -> None:
    """Run, order and publish the frozen round."""
    run = prepare_run(
        actor=world.office.enroller, round_uid=world.round.uid, purpose="official", key=key()
    )
    work_off()
    order = draft_order(actor=world.office.enroller, run_uid=run, number_code="甲教招", key=key())
    paper = walk(world.office, Paper.objects.get(uid=order), "sign")
    publish_run(actor=world.office.chief, run_uid=run, paper_uid=paper.uid, key=key())
    work_off()


def test_a_county_gives_its_places(db: None, own_roles: None) -> None:
    """From the forms handed in to the ledger of homes: everybody where the rules say."""
    world = found_world(places=2, text=rules(), private=2, committee="yes")
    places = CapacityLine.objects.filter(round=world.round).values_list("option__code", "batch")
    assert dict(places) == {"LY": "公办", "WL": "公办", "QX": "公办", "MB": "民办"}
    made: dict[str, tuple[SignedIn, Application]] = {}
    away: dict[str, Any] = {"register": "elsewhere", "register_day": None}
    asked: dict[str, dict[str, Any]] = {
        "first": {},
        "second": {},
        "private1": {"private": ("MB",)},
        "private2": {"private": ("MB",)},
        "private3": {"private": ("MB",), "wishes": (), **away},
        "migrant": {"wishes": ("WL",), **away},
        "cared": {"special": "yes"},
        "spared": {"wishes": ("WL",), "special": "yes"},
    }
    for n, (name, answers) in enumerate(asked.items(), start=1):
        family = parent(name)
        own = {"door": f"{n}幢2单元501", "special": "no", **answers}
        made[name] = (
            family,
            world.handed_in(
                family, child_of(family, name=f"林{'一二三四五六七八'[n - 1]}满"), **own
            ),
        )
    take: dict[str, Any] = {"actor": world.officer, "round_uid": world.round.uid, "at": AFTER}
    with pytest.raises(CallRefused, match="2 个孩子专家委员会还没有定"):
        freeze(**take, key=key())
    assert committee_of(world.officer, world.call.uid).undecided == 2
    given = str(world.options["LY"].uid)
    aunt = sister_of(made["cared"][0], world)
    with pytest.raises(OwnKin):
        decide_panel(actor=aunt, application_uid=made["cared"][1].uid, decided=given, key=key())
    assert Act.objects.get(verb="calls.application.kin").actor == str(aunt)
    for name, decided in (("cared", given), ("spared", ORDINARY)):
        uid = made[name][1].uid
        decide_panel(actor=world.officer, application_uid=uid, decided=decided, key=key())
    assert committee_of(world.officer, world.call.uid).undecided == 0
    freeze(**take, key=key())
    published(world)
    won = {
        name: (offer.batch, offer.option.code)
        for name, (_, application) in made.items()
        for offer in Offer.objects.filter(application=application)
    }
    private = {name for name, place in won.items() if place == ("民办", "MB")}
    assert len(private) == 2
    assert private < {"private1", "private2", "private3"}
    assert {name: place for name, place in won.items() if name not in private} == {
        "first": ("公办", "LY"),
        "second": ("公办", "LY"),
        "migrant": ("公办", "WL"),
        "cared": ("专家委员会", "LY"),
        "spared": ("公办", "WL"),
    }
    lost = ({"private1", "private2", "private3"} - private).pop()
    assert Decision.objects.get(application=made[lost][1]).verdict == "waiting"
    assert result_of(*_own(made["cared"]))[0].option == "柳荫街小学"
    _counted(world, "private3" in private)
    _accepted(world, *made["second"])
    _asked_again(world, made["first"], made[lost])


def _asked_again(
    world: World, placed: tuple[SignedIn, Application], lost: tuple[SignedIn, Application]
) -> None:
    """Let two families hand in for the supplementary round: who holds a place, who lost a draw."""
    later = AFTER + timedelta(days=30)
    round_uid = add_round(
        actor=world.officer,
        call_uid=world.call.uid,
        times=Times(later, later + timedelta(days=4)),
        kind="supplementary",
        key=key(),
    )
    for code in ("WL", "MB"):
        add_line(
            actor=world.officer,
            round_uid=round_uid,
            option_uid=world.options[code].uid,
            kind="planned",
            delta=1,
            reason="余下的学位",
            key=key(),
        )
    given = {**ANSWERS, "completion": "yes"}
    text = forms.write(forms.SUPPLEMENTARY, NOTICE, given, committee=True)
    announce_round(
        actor=world.officer, round_uid=round_uid, rules=text, source="补录通知", key=key()
    )
    lines = CapacityLine.objects.filter(round__uid=round_uid).order_by("option__code", "batch")
    found = list(lines.values_list("option__code", "batch", "delta"))
    assert found == [("MB", "民办", 1), ("WL", "公办", 1), ("WL", "统筹", 0)]
    said = []
    for family, application in (placed, lost):
        options = {"民办": [world.options["MB"].uid], "公办": [world.options["WL"].uid]}
        save_draft(
            actor=family, application_uid=application.uid, answers={}, choices=options, at=later
        )
        application.refresh_from_db()
        uid = application.uid
        submit(actor=family, application_uid=uid, key=str(application.draft_key), at=later)
        application.refresh_from_db()
        facts = kind_of(world.call.kind).facts(applied([application]), wall_now())
        names = ("private", "private_before", "placed_before")
        said.append([facts[application.pk][name] for name in names])
    assert said == [["yes", "no", "yes"], ["yes", "yes", "no"]]


def _own(of: tuple[SignedIn, Application]) -> tuple[SignedIn, Any]:
    return of[0], of[1].uid


def _counted(world: World, private: bool) -> None:
    """Hold the share of migrants in public schools against what was given."""
    found = list(
        migrant_public_share(
            [world.office.bureau.pk], period(str(world.call.year)), AFTER + timedelta(days=400)
        )
    )
    assert [(one.numerator, one.denominator) for one in found] == [(1, 1 + private)]


def _accepted(world: World, family: SignedIn, application: Application) -> None:
    """Let a place be accepted and given back: the ledger follows."""
    offer = Offer.objects.get(application=application)
    reply(actor=family, offer_uid=offer.uid, accept=True, key=key())
    use = HomeUse.objects.standing().get()
    assert (use.person, use.year, use.state) == (application.person, 2026, "certain")
    reply(actor=family, offer_uid=offer.uid, accept=False, key=key())
    assert not HomeUse.objects.standing().exists()
    assert Call.objects.get(pk=world.call.pk).settings["committee"] == "yes"
