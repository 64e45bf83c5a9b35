"""Made people: numbers by rule, families with accounts, two counties with schools."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from xueyou.kernel.registry.documents import check_character
from xueyou.kernel.registry.models import Claim, Person
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.kernel.registry.services.people import account_person, add_person, confirm_identifier
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 1, 1)
NAMES = UUID("018f0000-0000-7000-8000-00000000aaaa")

TRY = register_verb("tests.registry.try", zh="试办")


@contextmanager
def doing() -> Iterator[ActInProgress]:
    """Open an act of the system, for services that want one."""
    with act(SYSTEM, TRY.name) as a:
        a.about("test", uuid5(NAMES, "try"))
        yield a


def citizen_number(serial: int, born: date = date(2020, 3, 5), region: str = "350504") -> str:
    """Return a valid made number: region, birth day, serial (odd: male), check character."""
    seventeen = f"{region}{born:%Y%m%d}{serial:03d}"
    return seventeen + check_character(seventeen)


@dataclass
class Family:
    """An account, ready to act, and the person behind it."""

    user: User
    person: Person

    @property
    def actor(self) -> SignedIn:
        """Return the account as it may act at this moment."""
        return actor_for(self.user)


def family(login: str, name: str = "家长") -> Family:
    """Open a family's account."""
    user = User.objects.make(login_name=f"family-{login}", name=name, staff=False)
    return Family(user, account_person(user))


def child(name: str = "林小满", serial: int = 1, **facts: Any) -> Person:
    """Add a child with a confirmed number."""
    with doing() as a:
        person = add_person(a, name=name, sex="male", born_on=date(2020, 3, 5), **facts)
        confirm_identifier(
            a, person, kind="citizen", number=citizen_number(serial), checked_by="police", on=TODAY
        )
    return person


def guard(guardian: Family, ward: Person, basis: str = "household", on: date = LONG_AGO) -> Any:
    """Bind a guardian to a child."""
    with doing() as a:
        return bind(a, "guardian", guardian.person, ward, basis=basis, on=on)


def claim(who: Family, serial: int = 1, **other: Any) -> Claim:
    """Let a family claim the child with that serial."""
    asked = {
        "account": who.user,
        "purpose": "tests",
        "kind": "citizen",
        "number": citizen_number(serial),
        "name": "林小满",
        **other,
    }
    with doing() as a:
        return make_claim(a, **asked)


@dataclass
class Places:
    """A bureau, two counties, a school in each."""

    bureau: Organisation
    county_a: Organisation
    county_b: Organisation
    school_a: Organisation
    school_b: Organisation


def found_places() -> Places:
    """Found them by verbs."""

    def found(name: str, kind: str, parent: Organisation | None = None) -> Organisation:
        with act(SYSTEM, "orgs.organisation.create") as a:
            return create_organisation(
                a, name=name, kind=kind, parent=parent, code=name, opened_on=date(2020, 1, 1)
            )

    bureau = found("市教育局", "bureau")
    a, b = found("甲县教育局", "county", bureau), found("乙县教育局", "county", bureau)
    return Places(bureau, a, b, found("甲小学", "school", a), found("乙小学", "school", b))


def officer(role: str, place: Organisation, login: str = "") -> SignedIn:
    """Appoint somebody and let him act."""
    user = User.objects.make(login_name=login or f"{role}-{place.pk}", name="经办人")
    grant_role(
        actor=SYSTEM,
        user=user,
        role=role,
        organisation=place,
        valid_from=date(2020, 1, 1),
        key=f"{role}{place.pk}{login}",
    )
    return actor_for(user)
