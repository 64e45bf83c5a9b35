"""Owns what the front page says of the city: names of organisations, which are public anyway."""

from dataclasses import dataclass

from xueyou.platform.orgs.models import Organisation, OrganisationKind

GROUPS = (
    ("县（市、区）", OrganisationKind.COUNTY),
    ("处室", OrganisationKind.DEPARTMENT),
    ("学校", OrganisationKind.SCHOOL),
    ("幼儿园", OrganisationKind.KINDERGARTEN),
)
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations of one kind; `members` are names in the order of the tree."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The bureau and what belongs to it."""

    name: str
    groups: tuple[Group, ...]


def published_city() -> City | None:
    """Return the city of this deployment; None before its bureau is entered. Two queries."""
    bureau = Organisation.objects.filter(kind=OrganisationKind.BUREAU, closed_on=None).first()
    if bureau is None:
        return None
    below = Organisation.objects.filter(closed_on=None, path__startswith=bureau.path)
    kinds = [kind for _, kind in GROUPS]
    found: dict[str, list[str]] = {}
    rows = below.filter(kind__in=kinds).order_by("path").values_list("kind", "short_name", "name")
    for kind, short, name in rows:
        found.setdefault(kind, []).append(short or name)
    return City(
        bureau.name,
        tuple(Group(zh, _some(found[kind])) for zh, kind in GROUPS if kind in found),
    )


def _some(names: list[str]) -> tuple[str, ...]:
    if len(names) <= MOST_NAMES:
        return tuple(names)
    return (*names[: MOST_NAMES - 1], f"等{len(names)}个")
