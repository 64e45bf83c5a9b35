"""Teams of teachers as the school sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, Teacher
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class Member:
    """A teacher's place."""

    code: str
    name: str
    subject: str
    title: str
    years: int
    head: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A team; `class_number` once it is drawn."""

    number: int
    class_number: int | None
    members: Sequence[Member]
    years: int
    workload: int


@dataclass(frozen=True, slots=True)
class Teams:
    """All teams of a division, and who is in reserve, in the order in which they step in."""

    teams: Sequence[Team]
    reserves: Sequence[Member]


def teams_of(actor: Actor, division_uid: UUID | str) -> Teams:
    """Return the teams of a division. Raises NotFound."""
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    rows = list(division.teachers.order_by("subject", "reserve", "pk"))
    return Teams(
        [
            Team(
                team.number,
                team.class_number,
                [_member(one) for one in rows if one.team_id == team.pk],
                sum(one.years for one in rows if one.team_id == team.pk),
                sum(one.workload for one in rows if one.team_id == team.pk),
            )
            for team in division.teams.order_by("number")
        ],
        [_member(one) for one in rows if one.team_id is None],
    )


def _member(one: Teacher) -> Member:
    return Member(one.code, one.name, one.subject, one.title, one.years, one.head)
