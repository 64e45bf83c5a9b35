"""A city where pupils change school all year, and talents' children come: built by verbs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from tests.domains.enrolment.world import passed, take_zones
from tests.kernel.calls.world import NOW, key
from tests.kernel.papers.conftest import Office, found_office
from tests.kernel.papers.walk import walk
from xueyou.domains.enrolment.rulebooks.moves import Measure, talent_rules, transfer_rules
from xueyou.domains.enrolment.talent_standing import CATEGORIES
from xueyou.kernel.calls.models import Application, Call, Offer, Option, Round, Run
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.rolling import decide
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import MembershipKind, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

MEASURE = Measure("310101", "甲市", 2026, "转学办法", "甲教〔2026〕9号", "2026-05-01", "2027-08-31")
SETTINGS = {
    "enrolment.transfer": {"stage": "primary", "answer_days": "5", "reply_days": "3"},
    "enrolment.talent": {"total": "3", "answer_hours": "48", "reply_days": "3"},
}
TRANSFER_ANSWERS = {
    "grade": "3",
    "from_school": "清溪小学",
    "why": "home",
    "road": "柳荫街",
    "door": "118号",
    "register": "home",
    "register_day": "2020-03-09",
    "sibling": "no",
}


@dataclass
class Moves:
    """The bureau, three schools, and one call that runs all year."""

    office: Office
    schools: dict[str, Organisation]
    call: Call
    round: Round
    options: dict[str, Option] = field(default_factory=dict)

    def came(
        self, family: SignedIn, child: Person, wishes: Sequence[str] = ("LY-3",), **answers: str
    ) -> Application:
        """Fill in and hand in."""
        uid = start_draft(
            actor=family, call_uid=self.call.uid, party=KnownChild(child.uid), key=key()
        )
        given = TRANSFER_ANSWERS if self.call.kind == "enrolment.transfer" else {"grade": "3"}
        batch = "转学" if self.call.kind == "enrolment.transfer" else "人才子女"
        save_draft(
            actor=family,
            application_uid=uid,
            answers={**given, **answers},
            choices={batch: [self.options[code].uid for code in wishes]},
        )
        submit(
            actor=family, application_uid=uid, key=str(Application.objects.get(uid=uid).draft_key)
        )
        return Application.objects.get(uid=uid)

    def checked(self, *applications: Application) -> None:
        """Let a clerk find these complete."""
        for one in applications:
            passed(self.office.enroller, one)

    def decided(self) -> Run:
        """Decide what is complete."""
        uid = decide(actor=self.office.enroller, round_uid=self.round.uid, key=key())
        work_off()
        return Run.objects.get(uid=uid)

    def published(self) -> Run:
        """Decide what is complete, have it signed, and publish it."""
        run = self.decided()
        paper = Paper.objects.get(
            uid=draft_order(
                actor=self.office.enroller, run_uid=run.uid, number_code="甲教", key=key()
            )
        )
        walk(self.office, paper, "sign")
        publish_run(actor=self.office.chief, run_uid=run.uid, paper_uid=paper.uid, key=key())
        work_off()
        return Run.objects.get(uid=run.uid)

    def offer(self, application: Application) -> Offer:
        """Return the latest offer made."""
        return Offer.objects.filter(application=application).latest("pk")

    def pupil(self, child: Person, school: str, grade: int = 3) -> None:
        """Let a child go to a school since September."""
        with act(SYSTEM, "tests.work") as a:
            enrol(
                a,
                child,
                self.schools[school],
                kind=MembershipKind.PUPIL,
                on=date(2026, 9, 1),
                source=Ref("test", uuid4()),
                year=2026,
                stage="primary",
                grade=grade,
            )
            a.about("person", child.uid)


def found_moves(kind: str, places: Sequence[tuple[str, str, int]]) -> Moves:
    """Found the city and open the call: places are (school, grade, how many)."""
    office = found_office()
    city = office.bureau
    officer = office.enroller
    schools = {}
    for code, name in (("LY", "柳荫街小学"), ("WL", "文澜小学"), ("QX", "清溪小学")):
        with act(SYSTEM, "orgs.organisation.create") as a:
            schools[code] = create_organisation(
                a, name=name, kind="school", parent=city, code=code, opened_on=date(2020, 1, 1)
            )
    set_school_year(
        actor=SYSTEM, year=2026, starts_on=date(2026, 9, 1), ends_on=date(2027, 9, 1), key=key()
    )
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key=key()
    )
    take_zones(officer, city)
    return open_moves(office, schools, kind, places)


def open_moves(
    office: Office,
    schools: dict[str, Organisation],
    kind: str,
    places: Sequence[tuple[str, str, int]],
    title: str = "2026学年",
) -> Moves:
    """Open such a call in a city that stands: places are (school, grade, how many)."""
    officer = office.enroller
    call_uid = open_call(
        actor=officer,
        kind=kind,
        organisation_uid=office.bureau.uid,
        year=2026,
        title=title,
        settings=SETTINGS[kind],
        key=key(),
    )
    times = Times(NOW - timedelta(days=1), NOW + timedelta(days=200))
    round_uid = add_round(actor=officer, call_uid=call_uid, times=times, mode="rolling", key=key())
    moves = Moves(office, schools, Call.objects.get(uid=call_uid), Round.objects.get(uid=round_uid))
    for school, grade, count in places:
        code = f"{school}-{grade}"
        uid = add_option(
            actor=officer,
            call_uid=call_uid,
            organisation_uid=schools[school].uid,
            code=code,
            title=f"{schools[school].name}{grade}年级",
            attributes={
                "grade": grade,
                "school": school,
                "zone": "QX" if school == "QX" else "LY",
            },
            key=key(),
        )
        moves.options[code] = Option.objects.get(uid=uid)
        add_line(
            actor=officer,
            round_uid=round_uid,
            option_uid=uid,
            kind="planned",
            delta=count,
            reason="学位",
            key=key(),
        )
    asked = {"wishes": "3"}
    text = (
        transfer_rules(MEASURE, asked)
        if kind == "enrolment.transfer"
        else talent_rules(MEASURE, asked, CATEGORIES)
    )
    announce_round(
        actor=officer, round_uid=round_uid, rules=text, source="甲教〔2026〕9号", key=key()
    )
    moves.call.refresh_from_db()
    moves.round.refresh_from_db()
    return moves
