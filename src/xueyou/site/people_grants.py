"""What roles carry of schools' rolls, claims and what the bureau says of providers and pupils."""

from xueyou.domains.roll.access import (
    FETCH_RETURNED,
    KEEP_IMPORT,
    KEEP_PUPIL,
    KEEP_ROLL,
    READ_ROLL,
)
from xueyou.domains.roll.selectors.rolls import ImportRow, MaskedRow, RollRow, SchoolRow
from xueyou.kernel.registry.access import (
    END_STAFF,
    KEEP_STAFF,
    LOOK_UP_PERSON,
    READ_CLAIM,
    SETTLE_CLAIM,
)
from xueyou.kernel.registry.selectors.deciding import ClaimCard
from xueyou.kernel.registry.selectors.people import PersonCard
from xueyou.kernel.registry.selectors.staff import EmployerRow, StaffRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

ROLLS_KEPT: Grants = {
    KEEP_ROLL: via("owner", SchoolRow),
    READ_ROLL: (via("school", RollRow), via("owner", MaskedRow)),
    KEEP_PUPIL: via("owner"),
    KEEP_IMPORT: via("owner", ImportRow),
    FETCH_RETURNED: (via("school"), via("mine")),
    KEEP_STAFF: via("owner", EmployerRow),
    END_STAFF: via("owner", StaffRow),
}
"""The rolls and the staff of one's own school, or of the schools below."""
CLAIMS_OF_OWN: Grants = {
    READ_CLAIM: via("member", ClaimCard),
    SETTLE_CLAIM: via("member"),
    LOOK_UP_PERSON: via("member", PersonCard),
}
"""Whose a child is, and who somebody is, among the pupils of one's own schools."""
CLAIMS_OF_THE_CITY: Grants = {
    READ_CLAIM: via("city", ClaimCard),
    SETTLE_CLAIM: via("city"),
    LOOK_UP_PERSON: via("city", PersonCard),
}
"""Also of children whom no school lists yet."""
