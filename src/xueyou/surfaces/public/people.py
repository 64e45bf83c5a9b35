"""Owns the list of persons who can be signed in by one click, where the deployment allows it."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from xueyou.platform.access.models import Assignment
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.demo import shown_families, shown_staff, sign_in_path
from xueyou.platform.accounts.sessions import demo_allowed
from xueyou.platform.orgs.models import OrganisationKind

MOST = 120
OF_A_ROLE = 3
"""People of one role that are listed: fifteen departments would hide the schools. Those of whom
the demonstration says what lies on their desk are listed beside them."""
BUREAU, OTHERS, FAMILIES = "市教育局", "县区和学校", "家长"
OUTSIDE = frozenset(
    {OrganisationKind.COUNTY, OrganisationKind.SCHOOL, OrganisationKind.KINDERGARTEN}
)


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """A made-up person, what he is, and the address that signs him in."""

    name: str
    is_what: str
    sign_in_url: str


@dataclass(frozen=True, slots=True)
class DemonstrationGroup:
    """People who belong together, by rank."""

    name: str
    people: tuple[DemonstrationPerson, ...]


def is_demonstration() -> bool:
    """Return whether this deployment shows a made-up city."""
    return bool(settings.XUEYOU_ENV != "prod")


def demonstration_people() -> tuple[DemonstrationGroup, ...]:
    """Return who can be signed in by one click: bureau, counties and schools, families.

    In production nobody.
    """
    if not demo_allowed():
        return ()
    found = [
        *_staff(),
        *(
            (FAMILIES, DemonstrationPerson(one.user.name, one.said, sign_in_path(one.user)))
            for one in shown_families()
        ),
    ]
    order = (BUREAU, OTHERS, FAMILIES)
    found.sort(key=lambda row: order.index(row[0]))
    return tuple(
        DemonstrationGroup(name, tuple(person for _, person in rows))
        for name, rows in groupby(found, key=lambda row: row[0])
    )


def _staff() -> list[tuple[str, DemonstrationPerson]]:
    held = (
        Assignment.objects.in_force()
        .filter(user__is_active=True)
        .select_related("user", "organisation")
        .order_by("organisation__depth", "organisation__path", "pk")
    )
    seen: set[int] = set()
    of_role: Counter[str] = Counter()
    said = shown_staff()
    found = []
    for assignment in held[:MOST]:
        role, told = roles().get(assignment.role), said.get(assignment.user.login_name, "")
        if role is None or assignment.user_id in seen:
            continue
        if not told and of_role[role.name] >= OF_A_ROLE:
            continue
        seen.add(assignment.user_id)
        of_role[role.name] += not told
        where = assignment.organisation
        person = DemonstrationPerson(
            assignment.user.name,
            f"{where.display_name} · {role.zh}" + (f" · {told}" if told else ""),
            sign_in_path(assignment.user),
        )
        found.append((OTHERS if where.kind in OUTSIDE else BUREAU, person))
    return found
