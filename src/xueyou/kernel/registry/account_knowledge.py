"""What the holder of a family's account knows: its children, by name and day of birth."""

from collections.abc import Iterator
from datetime import date

from xueyou.kernel.registry.models import Claim, ClaimSharing, PersonBond, PersonBondKind
from xueyou.kernel.registry.names import name_key
from xueyou.platform.accounts.holders import offer_knowledge
from xueyou.platform.accounts.models import User
from xueyou.platform.time import business_today


class Children:
    """Wards of the account, children that it claims, and those it was let in to by a code."""

    def anything(self, user: User) -> bool:
        """Return whether there is any."""
        return next(_children(user), None) is not None

    def knows(self, user: User, name: str, born_on: date) -> bool:
        """Return whether one has that name and day of birth."""
        wanted = (name_key(name), born_on)
        return any((name_key(known), born) == wanted for known, born in _children(user))


def _children(user: User) -> Iterator[tuple[str, date | None]]:
    bonds = PersonBond.objects.standing().on(business_today())
    wards = bonds.filter(kind=PersonBondKind.GUARDIAN, holder__account=user)
    yield from wards.values_list("subject__name", "subject__born_on")
    claims = Claim.objects.filter(account=user, ended_at=None)
    yield from claims.values_list("name", "born_on")
    shared = ClaimSharing.objects.filter(account=user, ended_at=None)
    let_in = Claim.objects.filter(pk__in=shared.values("claim"), ended_at=None)
    yield from let_in.values_list("name", "born_on")


offer_knowledge(Children())
