"""Roles that only these tests know: an organisation belongs to its subtree."""

from uuid import UUID

from xueyou.platform.access.anchors import Above, At, Scoped, Under, Whole
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Role, via
from xueyou.platform.access.services import GRANT_ROLES
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.orgs.models import Organisation

PLACES = Scoped(
    Organisation,
    {
        "below": Under("path"),
        "own": At("path"),
        "above": Above("path"),
        "all": Whole(),
        "parent_of": Under("children__path"),
    },
)
SPARED = Scoped(Organisation, {"below": Under("path")}, minus=(At("path"),))

READ_PLACE = Permission("tests.place.read", zh="看单位", of=PLACES)
CHANGE_PLACE = Permission("tests.place.change", zh="改单位", of=PLACES)
READ_SPARED = Permission("tests.spared.read", zh="看下级单位", of=SPARED)
OPEN_PLACE = Permission("tests.place.open", zh="开单位")


@view_of(PLACES)
class Line:
    """A line of the list."""

    uid: UUID
    name: str
    parent: str | None = source("parent__name")
    initial: str = computed(lambda name: name[:1], "name")


@view_of(PLACES)
class Card:
    """What its own people see of it: also the code."""

    uid: UUID
    name: str
    code: str


@view_of(SPARED)
class Other:
    """A line of another list."""

    uid: UUID
    name: str


CHIEF = Role(
    "chief",
    "局长",
    {
        READ_PLACE: via("below", Line, Card),
        CHANGE_PLACE: via("below"),
        READ_SPARED: via("below", Other),
    },
    kinds=frozenset({"bureau"}),
)
OFFICER = Role(
    "officer",
    "经办人",
    {
        READ_PLACE: (via("below", Line), via("own", Card)),
        CHANGE_PLACE: via("own"),
        OPEN_PLACE: ALLOWED,
        READ_SPARED: via("below", Other),
    },
    conflicts=frozenset({"watcher"}),
)
CLERK = Role("clerk", "学校", {READ_PLACE: via("above", Line)})
WATCHER = Role("watcher", "审计", {READ_PLACE: via("all", Line)})
KEEPER = Role("keeper", "安全管理员", {GRANT_ROLES: ALLOWED})
PARENTS = Role("parents", "上级", {READ_PLACE: via("parent_of", Line)})

ROLES = (CHIEF, OFFICER, CLERK, WATCHER, KEEPER, PARENTS)
