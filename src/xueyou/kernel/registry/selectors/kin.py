"""Whose relatives an account's own person is, as far as the registry knows: for insider rules."""

from datetime import date

from xueyou.kernel.registry.models import Person, PersonBond

STEPS = 3
"""How far: ward, sibling, the sibling's child, the grandparents' other grandchildren."""


def kin_of(account_id: int, on: date) -> frozenset[int]:
    """Return the keys of people bound to the account's person that day, himself included.

    By guardianship, as siblings or by birth, in either direction, over STEPS bonds. Empty for an
    account without a file. A few queries, whatever the size of the registry.
    """
    own = Person.objects.filter(account=account_id).values_list("pk", flat=True).first()
    if own is None:
        return frozenset()
    found, edge = {own}, {own}
    bonds = PersonBond.objects.standing().on(on).order_by()
    for _ in range(STEPS):
        pairs = bonds.filter(holder__in=edge) | bonds.filter(subject__in=edge)
        edge = {pk for pair in pairs.values_list("holder_id", "subject_id") for pk in pair} - found
        if not edge:
            break
        found |= edge
    return frozenset(found)
