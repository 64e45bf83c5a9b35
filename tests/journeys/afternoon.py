"""A school on its own site: clubs that meet today, their teacher, four children each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.request import urlopen

from django.test import override_settings

from tests.domains.clubs.world import appoint, found_school, guard, meet_all_day, pupil
from tests.journeys.site import MORNING, Site, serving
from tests.waiting import PATIENCE
from xueyou.domains.clubs.models import Mark, Session
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.time import frozen_business

BEGINS = "11:30"
"""When the evening slot begins here: its roll can be called three hours after the morning, which
even the slowest machine does not need until the page is looked at."""
TODAY = date(2026, 11, 20)
CHILDREN = ("林一", "陈二", "周三", "吴四")
CLUBS = {
    "棋": "mon-afternoon",
    "书": "tue-afternoon",
    "画": "wed-afternoon",
    "琴": "thu-afternoon",
    "球": "fri-afternoon",
    "舞": "mon-noon",
    "鼓": "mon-evening",
}


@dataclass
class Lesson:
    """One club's session today: its uid, and the place of each child by name."""

    session: Session
    places: dict[str, str]

    def recorded(self) -> list[tuple[str, str]]:
        """Return the lines of its roll: child and mark, in the order in which they came in."""
        rows = Mark.objects.filter(session=self.session).order_by("pk")
        return list(rows.values_list("place__person__name", "mark"))


@dataclass
class Afternoon:
    """The lessons by club, and the names by which two teachers and the clerk sign in."""

    site: Site | None = None
    lessons: dict[str, Lesson] = field(default_factory=dict)
    teacher: str = ""
    other: str = ""

    def roll(self, lesson: Lesson, page: str = "roll") -> str:
        """Return the address of a page of a lesson, or of the day's list."""
        assert self.site is not None
        inner = "" if page == "today" else f"{lesson.session.uid}/{page}/"
        return f"{self.site.url}/clubs/sessions/{inner}"

    def found(self) -> None:
        """Found it by verbs."""
        with _roles("tests.domains.clubs.room"):
            world = found_school()
            meet_all_day(world.city, evening=BEGINS)
            staff = world.teacher()
            clubs = [
                world.add(code, lane=lane, teacher_uid=staff.uid) for code, lane in CLUBS.items()
            ]
        with _roles("xueyou.site.roles"):
            teacher, other = (appoint("school_teacher", world.school).user for _ in range(2))
        assert isinstance(teacher, User)
        assert isinstance(other, User)
        staff.account = teacher
        staff.save(update_fields=["account"])
        self.teacher, self.other = teacher.login_name, other.login_name
        for club in clubs:
            children = {name: pupil(world, name) for name in CHILDREN}
            guard(children[CHILDREN[0]])
            places = {
                name: str(world.place(club, child, from_on=date(2026, 11, 1)).uid)
                for name, child in children.items()
            }
            self.lessons[club.option.code] = Lesson(world.session(club, TODAY), places)


@contextmanager
def afternoon_site(folder: Path) -> Iterator[Afternoon]:
    """Serve it."""
    afternoon = Afternoon()
    with frozen_business(datetime.fromisoformat(MORNING)), serving(folder, afternoon.found) as site:
        afternoon.site = site
        with urlopen(f"{site.url}/healthz", timeout=PATIENCE):  # its first answer comes late
            yield afternoon


@contextmanager
def _roles(catalogue: str) -> Iterator[None]:
    with override_settings(XUEYOU_ROLES=catalogue):
        roles.cache_clear()
        yield
    roles.cache_clear()
