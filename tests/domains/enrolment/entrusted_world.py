"""A city with two counties; it runs one school itself, which a county may take into its call."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.domains.enrolment.world import filled, key, rules, take_zones
from tests.kernel.calls.world import NOW, OPENS, appoint, child_of, citizen_number, parent
from xueyou.domains.enrolment.services.entrusting import Entrusting, entrust_school
from xueyou.domains.enrolment.services.school_places import set_up_places
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

TODAY = NOW.date()
NOTICE = "甲教〔2026〕8号"
CLOSES = NOW + timedelta(days=4)


@dataclass
class City:
    """The bureau, counties E and W with a school each, and SY, which the city runs itself."""

    places: dict[str, Organisation] = field(default_factory=dict)
    city: Any = None
    east: Any = None
    west: Any = None

    def entrust(
        self, valid_from: date = TODAY, valid_to: date | None = None, by: SignedIn | None = None
    ) -> UUID:
        """Entrust SY to the eastern county."""
        return entrust_school(
            actor=by or self.city,
            given=Entrusting(
                self.places["SY"].uid, self.places["E"].uid, NOTICE, valid_from, valid_to
            ),
            key=key(),
        )

    def zones(self, *codes: str, valid_from: date = TODAY) -> UUID:
        """Import a zone table of the eastern county, one road a school."""
        rows = [{"地名": f"{code}路", "学校代码": code} for code in codes]
        return take_zones(self.east, self.places["E"], rows, valid_from=valid_from)

    def call(self, year: int = 2026) -> UUID:
        """Open a call of the eastern county; return its first round."""
        uid = open_call(
            actor=self.east,
            kind="enrolment.school",
            organisation_uid=self.places["E"].uid,
            year=year,
            title=f"东县{year}年小学入学",
            settings={"stage": "primary"},
            key=key(),
        )
        return self.round(uid)

    def round(self, call: UUID) -> UUID:
        """Add a round to a call."""
        times = Times(OPENS, CLOSES, reply_by=CLOSES + timedelta(days=20))
        return add_round(actor=self.east, call_uid=call, times=times, key=key())

    def planned(self, round_: UUID, *codes: str) -> None:
        """Set a place up in each school, from a table."""
        rows = [{"学校代码": code, "计划人数": "1"} for code in codes]
        table = table_of("places", rows)
        set_up_places(actor=self.east, round_uid=round_, table=table, key=key())

    def announce(self, round_: UUID) -> None:
        """Announce a round that needs no draw."""
        announce_round(
            actor=self.east, round_uid=round_, rules=rules("stable_id"), source=NOTICE, key=key()
        )

    def handed_in(self, round_: UUID, code: str = "SY", serial: int = 1) -> Application:
        """Hand an application of a child from SY路 in; its family is in `submitted_by`."""
        call = Round.objects.get(uid=round_).call
        family = parent("林")
        child = child_of(family, number=citizen_number(serial))
        uid = start_draft(actor=family, call_uid=call.uid, party=KnownChild(child.uid), key=key())
        wish = Option.objects.get(call=call, code=code)
        save_draft(
            actor=family,
            application_uid=uid,
            answers=filled(road="SY路", door="7幢2单元501"),
            choices={"公办": [wish.uid]},
        )
        draft_key = str(Application.objects.get(uid=uid).draft_key)
        submit(actor=family, application_uid=uid, key=draft_key)
        return Application.objects.get(uid=uid)

    def announced(self) -> UUID:
        """Have a call with SY announced: entrusted, zoned, with places."""
        self.entrust()
        self.zones("E1", "SY")
        round_ = self.call()
        self.planned(round_, "E1", "SY")
        self.announce(round_)
        return round_


def call_of(round_: UUID) -> Call:
    """Return the call of a round."""
    return Round.objects.get(uid=round_).call


def later(days: int) -> datetime:
    """Return a moment some days after the world's."""
    return NOW + timedelta(days=days)


def found_city() -> City:
    """Found it, with an enrolment officer of each office."""
    made = City()
    for code, name, kind, above in (
        ("city", "甲市教育局", "bureau", None),
        ("E", "东县教育局", "county", "city"),
        ("W", "西县教育局", "county", "city"),
        ("E1", "东县一小", "school", "E"),
        ("W1", "西县一小", "school", "W"),
        ("SY", "市实验小学", "school", "city"),
    ):
        with act(SYSTEM, "orgs.organisation.create") as a:
            made.places[code] = create_organisation(
                a,
                name=name,
                kind=kind,
                parent=made.places[above] if above else None,
                code=code,
                opened_on=date(2020, 1, 1),
            )
    set_school_year(
        actor=SYSTEM, year=2026, starts_on=date(2026, 9, 1), ends_on=date(2027, 9, 1), key=key()
    )
    made.city = appoint("enrolment_officer", made.places["city"])
    made.east = appoint("enrolment_officer", made.places["E"])
    made.west = appoint("enrolment_officer", made.places["W"])
    return made
