"""Who draws one number together: brothers, sisters, and children with a guardian in common."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.platform.crypto import keyed_digest

LENGTH = 16
_LETTERS = str.maketrans("0123456789", "ghijkmnpqr")
"""A code of letters only is taken for nobody's number."""
AT_ONCE = 500
AMONG_CHILDREN = (PersonBondKind.SIBLING, PersonBondKind.MULTIPLE_BIRTH)


def family_keys(people: Sequence[int]) -> dict[int, str]:
    """Return, by key of person, a family's code: the same for all its children, saying nothing.

    Children without brothers and sisters are left out. The code does not depend on who else asks.
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    seen: set[int] = set()
    ahead = set(people)
    while ahead:
        seen |= ahead
        found: set[int] = set()
        for one, other in _together(sorted(ahead)):
            low, high = sorted((root(one), root(other)))
            parent[high] = low
            found |= {one, other}
        ahead = found - seen
    sizes: dict[int, int] = {}
    for one in parent:
        sizes[root(one)] = sizes.get(root(one), 0) + 1
    return {
        one: keyed_digest("clubs.family", str(root(one)))[:LENGTH].translate(_LETTERS)
        for one in people
        if one in parent and sizes[root(one)] > 1
    }


def _together(people: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Go through pairs of children of one family of which at least one is named."""
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        standing = PersonBond.objects.standing().filter(valid_to=None)
        yield from standing.filter(
            Q(holder__in=some) | Q(subject__in=some), kind__in=AMONG_CHILDREN
        ).values_list("holder_id", "subject_id")
        guardians = standing.filter(kind=PersonBondKind.GUARDIAN)
        holders = guardians.filter(subject__in=some).values("holder")
        wards: dict[int, int] = {}
        for holder, ward in (
            guardians.filter(holder__in=holders).order_by("pk").values_list("holder_id", "subject")
        ):
            yield wards.setdefault(holder, ward), ward
