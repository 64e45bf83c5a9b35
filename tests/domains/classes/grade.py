"""A made grade of a school: its clerks, principal, the county's officer; a whole division."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import python_calamine as calamine
import xlsxwriter
from django.core.files.base import File

from tests.kernel.registry.people_world import Places, doing, found_places, officer
from xueyou.domains.classes.models import Division, GradePupil, Lot
from xueyou.domains.classes.services.demands import enter_demand
from xueyou.domains.classes.services.filling import Filled, fill_roster, roster_sheet
from xueyou.domains.classes.services.issuing import draft_order, issue_list
from xueyou.domains.classes.services.lots import commit_lot, reveal_lot, seal_list
from xueyou.domains.classes.services.opening import open_division
from xueyou.domains.classes.services.rehearsing import ask_rehearsal
from xueyou.formats.proof import draws
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.registry.models import Membership, Person
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.kernel.registry.services.memberships import end_membership, enrol
from xueyou.kernel.registry.services.people import add_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

PUPILS, CLASSES = 48, 2
WITNESSES = ("三七二九", "8 1 4 4")
CALLED = "4 1 0 7 3 9"


@dataclass
class Grade:
    """The grade, and what is usually done with it."""

    places: Places
    school: Organisation
    clerk: SignedIn
    other_clerk: SignedIn
    principal: SignedIn
    county: SignedIn
    other_county: SignedIn
    path: Path
    clock: Any
    people: list[Person] = field(default_factory=list)

    def open(self, classes: int | None = CLASSES, grade: int = 7) -> Division:
        """Begin the division."""
        uid = open_division(
            actor=self.clerk,
            school_uid=self.school.uid,
            grade=grade,
            classes=classes,
            key=str(uuid4()),
        )
        return Division.objects.get(uid=uid)

    def enrol(self, number: int, name: str = "", grade: int = 7) -> Person:
        """Register one more pupil in the grade."""
        with doing() as a:
            person = add_person(
                a,
                name=name or f"学生{chr(0x4E00 + number)}",
                sex="male" if number % 2 else "female",
                born_on=date(2013, 9, 1) + timedelta(days=7 * number),
            )
            enrol(
                a,
                person,
                self.school,
                kind="pupil",
                on=date(2026, 9, 1),
                source=Ref("tests", uuid4()),
                year=2026,
                stage="junior" if grade > 6 else "primary",
                grade=grade,
            )
        self.people.append(person)
        return person

    def demand(self, division: Division, kind: str, ground: str, *at: int, **more: Any) -> bool:
        """Enter a demand about pupils, by their place in the order of codes."""
        pupils = list(division.pupils.order_by("code"))
        return enter_demand(
            actor=self.clerk,
            division_uid=division.uid,
            kind=kind,
            ground=ground,
            reason=more.pop("reason", "家长提出"),
            pupils=[pupils[one].uid for one in at],
            key=str(uuid4()),
            **more,
        )

    def rule(self, value: str) -> None:
        """Let the city have rules of its own."""
        set_parameter(
            actor=SYSTEM,
            name="classes.rules",
            organisation_uid=self.places.bureau.uid,
            value=value,
            source="待核",
            valid_from=date(2026, 1, 1),
            key="rules",
        )

    def sheet(self, division: Division, columns: dict[str, Sequence[object]], **drop: Any) -> Path:
        """Fill the sheet that the school took: columns by head, in the order of codes."""
        data = roster_sheet(actor=self.clerk, division_uid=division.uid)
        (self.path / "取.xlsx").write_bytes(data)
        taken = calamine.load_workbook(str(self.path / "取.xlsx")).get_sheet_by_index(0)
        rows = [row[:2] for row in taken.to_python()[1:]]
        return written(
            self.path / "名单.xlsx",
            ["编号", "姓名", *columns],
            [[*row, *(column[at] for column in columns.values())] for at, row in enumerate(rows)],
        )

    def fill(self, division: Division, columns: dict[str, Sequence[object]], **how: Any) -> Filled:
        """Fill it and hand it back."""
        with self.sheet(division, columns).open("rb") as file:
            return fill_roster(
                actor=self.clerk,
                division_uid=division.uid,
                upload=File(file, "名单.xlsx"),
                key=str(uuid4()),
                **how,
            )

    def rehearse(self, division: Division) -> Any:
        """Rehearse, and let the job run."""
        uid = ask_rehearsal(actor=self.clerk, division_uid=division.uid, key=str(uuid4()))
        work_off()
        return division.rehearsals.get(uid=uid)

    def seal(self, division: Division) -> Lot:
        """Rehearse and seal."""
        self.rehearse(division)
        uid = seal_list(actor=self.clerk, division_uid=division.uid, key=str(uuid4()))
        division.refresh_from_db()
        return Lot.objects.get(uid=uid)

    def draw(self, lot: Lot, called: str = CALLED) -> Lot:
        """Commit with two witnesses, reveal on the stage, let the job run."""
        self.commit(lot)
        self.clock.advance(timedelta(hours=2))
        reveal_lot(
            actor=self.clerk,
            lot_uid=lot.uid,
            published=called,
            witnesses=WITNESSES,
            key=str(uuid4()),
        )
        work_off()
        lot.refresh_from_db()
        return lot

    def commit(self, lot: Lot) -> UUID:
        """Commit the draw: six numbers called by parents on the stage, in an hour."""
        from xueyou.platform.time import business_now

        return commit_lot(
            actor=self.clerk,
            lot_uid=lot.uid,
            sources=[Source("现场家长报数", "numbers:6:0:9")],
            not_before=business_now() + timedelta(hours=1),
            seals=[draws.seal(line) for line in WITNESSES],
            key=str(uuid4()),
        )

    def drawn(self, grade: int = 7) -> Division:
        """Return a division whose list is drawn."""
        division = self.open(grade=grade)
        self.draw(self.seal(division))
        division.refresh_from_db()
        return division

    def issued(self, grade: int = 7) -> Division:
        """Return a division whose list hangs at the gate."""
        division = self.drawn(grade)
        self.sign(division)
        issue_list(actor=self.clerk, division_uid=division.uid, key=str(uuid4()))
        division.refresh_from_db()
        return division

    def sign(self, division: Division) -> UUID:
        """Have the order drafted by the clerk, checked and signed by the principal."""
        paper = draft_order(actor=self.clerk, division_uid=division.uid, key=str(uuid4()))
        for who, step in ((self.second, check), (self.principal, sign)):
            revision = Paper.objects.get(uid=paper).revision
            step(actor=who, paper_uid=paper, revision=revision, key=str(uuid4()))
        return paper

    @property
    def second(self) -> SignedIn:
        """Return a second clerk of the school, who checks what the first drafted."""
        return self._second

    _second: Any = None


def written(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write a sheet."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, heads)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def classes_of(division: Division) -> dict[str, int | None]:
    """Return the class of each code."""
    return dict(GradePupil.objects.filter(division=division).values_list("code", "given"))


def found(path: Path, clock: Any, pupils: int = PUPILS) -> Grade:
    """Found the city, enter the school year, appoint people, register pupils."""
    places = found_places()
    set_school_year(
        actor=SYSTEM,
        year=2026,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 31),
        key="year",
    )
    made = Grade(
        places,
        places.school_a,
        officer("school_clerk", places.school_a, "clerk-a"),
        officer("school_clerk", places.school_b, "clerk-b"),
        officer("school_principal", places.school_a, "principal-a"),
        officer("enrolment_officer", places.county_a, "county-a"),
        officer("enrolment_officer", places.county_b, "county-b"),
        path,
        clock,
    )
    made._second = officer("school_clerk", places.school_a, "clerk-a2")
    for number in range(pupils):
        made.enrol(number)
    return made


def move(school: Organisation, person: Person, group: str) -> None:
    """Write another class into the registry, as a roll would."""
    with doing() as a:
        enrol(
            a,
            person,
            school,
            kind="pupil",
            on=business_today(),
            source=Ref("roll_line", uuid4()),
            year=2026,
            stage="junior",
            grade=7,
            group=group,
        )


def leave(person: Person) -> None:
    """Let a pupil leave the school today."""
    with doing() as a:
        row = Membership.objects.standing().get(person=person, valid_to=None)
        end_membership(a, row, on=business_today(), why="left")
