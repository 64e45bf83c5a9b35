"""A city with three schools in two zones, its call open: built by verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from tests.kernel.calls.world import AFTER, CLOSES, NOW, OPENS, appoint, child_of, key, parent
from tests.kernel.papers.conftest import Office, found_office
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.deciding import pass_file, send_back
from xueyou.domains.enrolment.rulebooks import three_classes
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

__all__ = ["AFTER", "NOW", "child_of", "key", "parent"]
SOURCE = "2026年小学招生划片通告（甲教〔2026〕5号）"
ZONES = [
    {"地名": "柳荫街", "起": "1", "止": "120", "单双": "双", "学校代码": "LY、WL"},
    {"地名": "柳荫街", "起": "1", "止": "121", "单双": "单", "学校代码": "QX"},
    {"地名": "桂园小区", "学校代码": "WL、LY"},
    {"地名": "清溪村", "单位": "组", "起": "1", "止": "9", "学校代码": "QX"},
]
HOME = {
    "road": "桂园小区（柳荫街118号）",
    "door": "7幢2单元501",
    "lived_year": "2017",
    "lived_month": "3",
    "housing": "own",
    "register": "home",
    "register_day": "2020-03-09",
    "sibling": "no",
    "policy": "no",
}


@dataclass
class World:
    """The bureau with its people, three schools, the open call."""

    office: Office
    officer: SignedIn
    schools: dict[str, Organisation]
    call: Call
    round: Round
    options: dict[str, Option] = field(default_factory=dict)

    def handed_in(
        self,
        family: SignedIn,
        child: Person,
        wishes: Sequence[str] = ("LY",),
        private: Sequence[str] = (),
        **answers: str | None,
    ) -> Application:
        """Fill in and hand in: HOME with other answers; None takes one away."""
        uid = self.drafted(family, child, wishes, private, **answers)
        draft = Application.objects.get(uid=uid)
        submit(actor=family, application_uid=uid, key=str(draft.draft_key))
        draft.refresh_from_db()
        return draft

    def drafted(
        self,
        family: SignedIn,
        child: Person,
        wishes: Sequence[str] = ("LY",),
        private: Sequence[str] = (),
        **answers: str | None,
    ) -> UUID:
        """Fill in only."""
        uid = start_draft(
            actor=family, call_uid=self.call.uid, party=KnownChild(child.uid), key=key()
        )
        save_draft(
            actor=family,
            application_uid=uid,
            answers=filled(**answers),
            choices={
                batch: [self.options[code].uid for code in codes]
                for batch, codes in (("民办", private), ("公办", wishes))
                if codes
            },
        )
        return uid


def passed(actor: SignedIn, application: Application) -> None:
    """Let an officer find a file in order, as it stands now."""
    now = Application.objects.get(pk=application.pk)
    pass_file(actor=actor, application_uid=now.uid, facts={}, seen=seen_of(now), key=key())


def sent_back(actor: SignedIn, application: Application, *missing: Missing) -> None:
    """Let an officer ask the family for what is missing, the file being as it stands now."""
    now = Application.objects.get(pk=application.pk)
    send_back(actor=actor, application_uid=now.uid, missing=missing, seen=seen_of(now), key=key())


def filled(**answers: str | None) -> dict[str, str]:
    """Return HOME with other answers; None takes one away."""
    return {name: text for name, text in {**HOME, **answers}.items() if text is not None}


def take_zones(
    actor: SignedIn,
    place: Organisation,
    rows: Sequence[Mapping[str, str]] = ZONES,
    *,
    valid_from: date = date(2026, 5, 20),
    source: str = SOURCE,
) -> UUID:
    """Import a zone table of primary schools."""
    heads = ("地名", "单位", "起", "止", "单双", "学校代码", "东", "北")
    return import_zones(
        actor=actor,
        organisation_uid=place.uid,
        stage="primary",
        valid_from=valid_from,
        source=source,
        table=table_of("zones", rows, heads),
        key=str(uuid4()),
    )


def rules(tie: str = "lottery") -> str:
    """Return the city's rulebook; with another tie no draw is needed."""
    text = three_classes(
        code="310101",
        county="甲市",
        year=2026,
        stage="primary",
        stage_zh="小学一年级",
        born_from="2019-09-01",
        born_to="2020-08-31",
        notice="2026年小学招生划片通告",
        number="甲教〔2026〕5号",
        issued="2026-05-20",
        appeal_until="2026-12-31",
    )
    if tie != "lottery":
        text = text.replace("tie_last: lottery", f"tie_last: {tie}")
        text = text.replace("lottery: {ticket: one}\n", "")
    return text


def found_world(
    tie: str = "lottery",
    places: int = 1,
    *,
    text: str = "",
    private: int | None = None,
    **settings: str,
) -> World:
    """Found the city, take its zones, open the call and announce its round.

    `text`: other rules; `private`: places of a private school MB; `settings`: more of the call's.
    """
    office = found_office()
    city = office.bureau
    officer = appoint("officer_of_tests", city)
    schools = {}
    named = [("LY", "柳荫街小学"), ("WL", "文澜小学"), ("QX", "清溪小学")]
    for code, name in [*named, *([] if private is None else [("MB", "明博学校")])]:
        with act(SYSTEM, "orgs.organisation.create") as a:
            schools[code] = create_organisation(
                a, name=name, kind="school", parent=city, code=code, opened_on=date(2020, 1, 1)
            )
    set_school_year(
        actor=SYSTEM, year=2026, starts_on=date(2026, 9, 1), ends_on=date(2027, 9, 1), key=key()
    )
    take_zones(officer, city)
    call_uid = open_call(
        actor=officer,
        kind="enrolment.school",
        organisation_uid=city.uid,
        year=2026,
        title="2026年小学入学",
        settings={"stage": "primary", **settings},
        key=key(),
    )
    call = Call.objects.get(uid=call_uid)
    times = Times(OPENS, CLOSES, reply_by=CLOSES + timedelta(days=20))
    round_uid = add_round(actor=officer, call_uid=call_uid, times=times, key=key())
    world = World(office, officer, schools, call, Round.objects.get(uid=round_uid))
    zones = {"LY": "LY", "WL": "LY", "QX": "QX"}
    for code in schools:
        own = {"zone": zones[code]} if code in zones else {"sector": "private"}
        uid = add_option(
            actor=officer,
            call_uid=call_uid,
            organisation_uid=schools[code].uid,
            code=code,
            title=schools[code].name,
            attributes={**own, "school": code},
            key=key(),
        )
        world.options[code] = Option.objects.get(uid=uid)
        add_line(
            actor=officer,
            round_uid=round_uid,
            option_uid=uid,
            kind="planned",
            delta=places if code in zones else private or 0,
            reason="招生计划",
            key=key(),
        )
    announce_round(
        actor=officer,
        round_uid=round_uid,
        rules=text or rules(tie),
        source="甲教〔2026〕5号",
        key=key(),
    )
    world.call.refresh_from_db()
    world.round.refresh_from_db()
    return world
