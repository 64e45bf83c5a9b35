"""A city of two counties that enrol at once: calls opened and ended by their officers' verbs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.domains.enrolment.ruled import ANSWERS, NOTICE
from tests.domains.enrolment.world import ZONES, child_of, filled, parent, take_zones
from tests.journeys.site import Site, serving
from tests.kernel.calls import room
from tests.kernel.calls.world import AFTER, CLOSES, NOW, OPENS, TODAY, appoint, key, organisation
from tests.kernel.papers.conftest import Office, found_office
from tests.kernel.papers.walk import walk
from tests.waiting import until
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.formats.proof import draws
from xueyou.formats.proof.source_forms import source_value
from xueyou.kernel.calls.models import Application, Call, Option, Round, Run
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.round_draws import commit_round_draw, fixed_of
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.revealing import reveal_draw
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Person, PersonBondKind
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import frozen_business

EAST = {"LY": "柳荫街小学", "WL": "文澜小学", "QX": "清溪小学", "MB": "明博学校"}
ZONE_OF = {"LY": "LY", "WL": "LY", "QX": "QX", "BL": "BL"}
PLACE_OF = {"LY": "1000 2000", "WL": "1400 2100", "QX": "5200 300", "MB": "3100 1200"}
POINTS = (("1100", "2000"), ("1500", "2200"), ("1200", "1900"), ("5000", "400"))
"""Where schools and zones lie, in metres east and north."""
TIMES = Times(OPENS, CLOSES, reply_by=CLOSES + timedelta(days=20))
PRIVATE = "MB"
SOURCE = Source("市公证处当众摇出的号码", "digits:7")
HOUR = timedelta(hours=1)


@dataclass
class Asked:
    """A call that families file in, with its one round and its schools by code."""

    call: Call
    round: Round
    officer: SignedIn
    options: dict[str, Option] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Return where a family begins."""
        return f"/family/calls/{self.call.uid}/"


@dataclass
class Season:
    """The bureau's people, two counties with their officers, the schools of the eastern one."""

    office: Office
    east: Organisation
    west: Organisation
    east_officer: SignedIn
    west_officer: SignedIn
    schools: dict[str, Organisation]
    site: Site | None = None
    notices: int = 0

    @property
    def served(self) -> Site:
        """Return the site, which stands."""
        assert self.site is not None
        return self.site

    def asks(
        self,
        title: str,
        form: str,
        places: Sequence[tuple[str, str, int]],
        *,
        times: Times = TIMES,
        west: bool = False,
        committee: bool = False,
        **answers: str,
    ) -> Asked:
        """Open a call of the eastern county (or the western): places are (school, kind, how many).

        The rules are a form's, with other answers than the usual ones.
        """
        county, officer = (self.west, self.west_officer) if west else (self.east, self.east_officer)
        with frozen_business(NOW):
            call_uid = open_call(
                actor=officer,
                kind="enrolment.school",
                organisation_uid=county.uid,
                year=2026,
                title=title,
                settings={"stage": "primary", **({"committee": "yes"} if committee else {})},
                key=key(),
            )
            round_uid = add_round(actor=officer, call_uid=call_uid, times=times, key=key())
            asked = Asked(Call.objects.get(uid=call_uid), Round.objects.get(uid=round_uid), officer)
            for code, kind, count in places:
                self._offer(asked, code, kind, count)
            self._announce(asked, form, answers)
        return asked

    def _offer(self, asked: Asked, code: str, kind: str, count: int) -> None:
        own = {"sector": "private"} if code == PRIVATE else {"zone": ZONE_OF[code]}
        own |= {"place": PLACE_OF[code]} if code in PLACE_OF else {}
        if code not in asked.options:
            uid = add_option(
                actor=asked.officer,
                call_uid=asked.call.uid,
                organisation_uid=self.schools[code].uid,
                code=code,
                title=self.schools[code].name,
                attributes={**own, "school": code},
                key=key(),
            )
            asked.options[code] = Option.objects.get(uid=uid)
        add_line(
            actor=asked.officer,
            round_uid=asked.round.uid,
            option_uid=asked.options[code].uid,
            kind=kind,
            delta=count,
            reason="招生计划",
            key=key(),
        )

    def _announce(self, asked: Asked, form: str, answers: Mapping[str, str]) -> None:
        self.notices += 1
        number = f"甲教〔2026〕{self.notices}号"
        county = asked.call.organisation.name
        notice = replace(NOTICE, county=county, number=number, title=asked.call.title)
        care = asked.call.settings.get("committee") == "yes"
        text = forms.write(form, notice, {**ANSWERS, **answers}, committee=care)
        announce_round(
            actor=asked.officer, round_uid=asked.round.uid, rules=text, source=number, key=key()
        )
        asked.round.refresh_from_db()

    def sealed(self, asked: Asked, at: datetime = AFTER) -> UUID:
        """Freeze a round after its last day, rehearse, and commit its draw; return the draw.

        Its numbers are published an hour later.
        """
        with frozen_business(at):
            freeze(actor=asked.officer, round_uid=asked.round.uid, key=key())
            self._run(asked, "rehearsal")
            return commit_round_draw(
                actor=asked.officer,
                round_uid=asked.round.uid,
                sources=[SOURCE],
                not_before=at + HOUR,
                key=key(),
            )

    def drawn(self, draw: UUID, digits: str = "4172806") -> None:
        """Reveal a draw."""
        with frozen_business(AFTER + HOUR):
            reveal_draw(actor=self.east_officer, draw_uid=draw, published=digits, key=key())

    def published(self, asked: Asked, draw: UUID) -> Run:
        """Run a drawn round, have the order signed, and publish it; return the run."""
        with frozen_business(AFTER + HOUR):
            run = self._run(asked, "official", draw)
        with frozen_business(NOW):
            paper = draft_order(
                actor=asked.officer, run_uid=run.uid, number_code="甲东教", key=key()
            )
            walk(self.office, Paper.objects.get(uid=paper), "sign")
            publish_run(actor=self.office.chief, run_uid=run.uid, paper_uid=paper, key=key())
        until(lambda: Round.objects.get(pk=asked.round.pk).state == "published", "the result")
        return run

    def ended(self, asked: Asked) -> None:
        """Take a round from its freeze to its published result."""
        draw = self.sealed(asked)
        self.drawn(draw)
        self.published(asked, draw)

    def _run(self, asked: Asked, purpose: str, draw: UUID | None = None) -> Run:
        uid = prepare_run(
            actor=asked.officer,
            round_uid=asked.round.uid,
            purpose=purpose,
            draw_uid=draw,
            key=key(),
        )
        until(lambda: Run.objects.get(uid=uid).state in ("done", "failed"), "the run")
        run = Run.objects.get(uid=uid)
        assert run.state == "done", run.failure
        return run

    def hands_in(
        self,
        asked: Asked,
        name: str,
        wishes: Mapping[str, Sequence[str]],
        at: datetime = NOW,
        child: Person | None = None,
        **answers: str,
    ) -> Application:
        """Let a family ask as well, of its own or that of a child: codes of schools by batch."""
        with frozen_business(at):
            family = parent(f"{name}的家长")
            if child is None:
                child = child_of(family, name=name, on=at.date())
            else:
                guard(family, child)
            uid = start_draft(
                actor=family,
                call_uid=asked.call.uid,
                party=KnownChild(child.uid),
                key=key(),
            )
            choices = {
                batch: [asked.options[code].uid for code in codes]
                for batch, codes in wishes.items()
            }
            given = filled(**answers)
            save_draft(actor=family, application_uid=uid, answers=given, choices=choices)
            draft = Application.objects.get(uid=uid)
            submit(actor=family, application_uid=uid, key=str(draft.draft_key))
        return Application.objects.get(uid=uid)

    def other_office(self, name: str) -> Organisation:
        """Found an office of the city that is not education's."""
        return organisation(name, "other_department", self.office.bureau)

    def lucky(self, asked: Asked, draw: UUID, first: Application, *others: Application) -> str:
        """Return numbers under which an application draws a smaller ticket than the others.

        A journey tells of one who lost: without this it would tell so in two of three runs only.
        """
        digest = Draw.objects.get(uid=draw).commitment_sha256
        roster = fixed_of(asked.round).roster
        rivals = {shown(one.receipt_no) for one in others} | {one.receipt_no for one in others}
        own = {shown(first.receipt_no), first.receipt_no}
        for number in range(1000):
            digits = f"{number:07d}"
            seed = draws.seed_of(digest, source_value(SOURCE.form, digits), [])
            drawn = draws.tickets_csv(seed, roster, circular=False).decode().splitlines()[1:]
            order = [line.split(",")[0] for line in drawn]
            if next(one for one in order if one in rivals | own) in own:
                return digits
        raise AssertionError("a thousand draws without luck")

    def receipt(self, asked: Asked, name: str) -> str:
        """Return the receipt number of a child's application, as it is shown."""
        return shown(self.application(asked, name).receipt_no)

    def application(self, asked: Asked, name: str) -> Application:
        """Return the application of a child by its name."""
        return next(
            one
            for one in Application.objects.filter(call=asked.call).select_related("person", "claim")
            if name in (one.person and one.person.name, one.claim and one.claim.name)
        )


def found_season() -> Season:
    """Found the city, by verbs."""
    with frozen_business(NOW):
        office = found_office()
        east = organisation("甲东区", "county", office.bureau)
        west = organisation("甲西区", "county", office.bureau)
        schools = {code: organisation(name, "school", east) for code, name in EAST.items()}
        schools["BL"] = organisation("白鹭小学", "school", west)
        for code, school in schools.items():
            Organisation.objects.filter(pk=school.pk).update(code=code)
            school.refresh_from_db()
        set_school_year(
            actor=SYSTEM, year=2026, starts_on=date(2026, 9, 1), ends_on=date(2027, 9, 1), key=key()
        )
        import_calendar(
            actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key=key()
        )
        season = Season(
            office,
            east,
            west,
            appoint("enrolment_officer", east),
            appoint("enrolment_officer", west),
            schools,
        )
        rows = [
            {**row, "东": east_, "北": north}
            for row, (east_, north) in zip(ZONES, POINTS, strict=True)
        ]
        take_zones(season.east_officer, east, rows)
        take_zones(office.enroller, office.bureau)
    return season


@contextmanager
def season_site(folder: Path) -> Iterator[Season]:
    """Found the city and serve it."""
    found: list[Season] = []
    with serving(folder, lambda: found.append(found_season())) as site:
        found[0].site = site
        yield found[0]


def guard(guardian: SignedIn, child: Person) -> None:
    """Let somebody else be a guardian of a child, too."""
    assert isinstance(guardian.user, User)
    with act(SYSTEM, room.WORK.name) as a:
        holder = account_person(guardian.user)
        bind(a, PersonBondKind.GUARDIAN, holder, child, basis="household", on=TODAY)
        a.about("person", child.uid)


def login_of(actor: SignedIn) -> str:
    """Return the login name of somebody."""
    assert isinstance(actor.user, User)
    return str(actor.user.login_name)
