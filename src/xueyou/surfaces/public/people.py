"""Owns the list of persons who can be signed in by one click, where the deployment allows it."""

from dataclasses import dataclass

from django.conf import settings

from xueyou.platform.access.models import Assignment
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.demo import shown_families, sign_in_path
from xueyou.platform.accounts.sessions import demo_allowed

MOST = 18


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """A made-up person and the address that signs him in."""

    name: str
    role: str
    organisation: str
    sign_in_url: str


def is_demonstration() -> bool:
    """Return whether this deployment shows a made-up city."""
    return bool(settings.XUEYOU_ENV != "prod")


def demonstration_people() -> tuple[DemonstrationPerson, ...]:
    """Return who can be signed in by one click: by rank of organisation, then families.

    In production nobody.
    """
    if not demo_allowed():
        return ()
    held = (
        Assignment.objects.in_force()
        .filter(user__is_active=True)
        .select_related("user", "organisation")
        .order_by("organisation__depth", "organisation__path", "pk")
    )
    people: dict[int, DemonstrationPerson] = {}
    for assignment in held[: MOST * 3]:
        role = roles().get(assignment.role)
        if role is None or assignment.user_id in people:
            continue
        people[assignment.user_id] = DemonstrationPerson(
            assignment.user.name,
            role.zh,
            assignment.organisation.display_name,
            sign_in_path(assignment.user),
        )
    families = (
        DemonstrationPerson(one.user.name, "家长", one.said, sign_in_path(one.user))
        for one in shown_families()
    )
    return (*tuple(people.values())[:MOST], *families)
