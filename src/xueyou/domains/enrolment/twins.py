"""Children of one birth: what the registry knows, else what their family says, to be checked.

A family applies before anybody has checked who the children are. Of those whom the registry does
not know to be brothers and sisters of another kind, days of birth at most one apart are enough to
apply as one; an officer who sees the birth papers parts who are not.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from xueyou.kernel.calls.models import Application
from xueyou.kernel.registry.models import PersonBond, PersonBondKind

NOT_ONE_BIRTH = "只有双胞胎、多胞胎可以绑在一起录取，没有改动。可以分别填报。"
APART = timedelta(days=1)
"""One of two may be born after midnight."""
_TWINS, _SIBLING = PersonBondKind.MULTIPLE_BIRTH.value, PersonBondKind.SIBLING.value


def one_birth(applications: Sequence[Application], on: date) -> bool:
    """Return whether the children of these applications of one family may be of one birth."""
    people = {one.person_id for one in applications if one.person_id is not None}
    bonds = PersonBond.objects.standing().on(on).filter(holder__in=people, subject__in=people)
    found = list(bonds.values_list("kind", "holder_id", "subject_id"))
    twins = {(holder, subject) for kind, holder, subject in found if kind == _TWINS}
    if len(people) == len(applications) and _joined(twins, people):
        return True
    others = {(holder, subject) for kind, holder, subject in found if kind == _SIBLING}
    days = [_born_on(one) for one in applications]
    known = [day for day in days if day is not None]
    return not others - twins and len(known) == len(days) and max(known) - min(known) <= APART


def _born_on(application: Application) -> date | None:
    whose = application.person or application.claim
    return None if whose is None else whose.born_on


def _joined(pairs: Iterable[tuple[int, int]], people: set[int]) -> bool:
    """Return whether the pairs join all these people, through one another too."""
    links = list(pairs)
    joined = {min(people)}
    for _ in links:
        for one, other in links:
            if one in joined or other in joined:
                joined |= {one, other}
    return joined >= people
