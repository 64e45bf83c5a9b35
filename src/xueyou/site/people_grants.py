"""What roles carry of schools' rolls, claims and what the bureau says of providers and pupils."""

from xueyou.domains.arrivals.access import COUNT_ARRIVALS, KEEP_ARRIVALS
from xueyou.domains.arrivals.selectors.arrivals import SchoolRow as ArrivalSchool
from xueyou.domains.roll.access import (
    EXPORT_ROSTER,
    FETCH_RETURNED,
    KEEP_IMPORT,
    KEEP_PUPIL,
    KEEP_ROLL,
    READ_ROLL,
)
from xueyou.domains.roll.selectors.rolls import ImportRow, MaskedRow, RollRow, SchoolRow
from xueyou.kernel.registry.access import (
    CLAIM_CHILD,
    END_SHARING,
    END_STAFF,
    ERASE_PERSON,
    EXPORT_PERSON,
    INVITE_GUARDIAN,
    KEEP_BONDS,
    KEEP_STAFF,
    LOOK_UP_PERSON,
    MERGE_PEOPLE,
    READ_CHILD,
    READ_CLAIM,
    READ_PERSON,
    SETTLE_CLAIM,
    SHARE_CLAIM,
    UNMASK_NUMBER,
)
from xueyou.kernel.registry.selectors.deciding import ClaimCard
from xueyou.kernel.registry.selectors.people import ChildRow, PersonCard, PupilRow
from xueyou.kernel.registry.selectors.staff import EmployerRow, StaffRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

ROLLS_KEPT: Grants = {
    KEEP_ROLL: via("owner", SchoolRow),
    READ_ROLL: (via("school", RollRow), via("owner", MaskedRow)),
    KEEP_PUPIL: via("owner"),
    KEEP_IMPORT: via("owner", ImportRow),
    FETCH_RETURNED: (via("school"), via("mine")),
    KEEP_STAFF: via("owner", EmployerRow),
    END_STAFF: via("owner", StaffRow),
    EXPORT_ROSTER: via("school"),
    COUNT_ARRIVALS: via("owner", ArrivalSchool),
    KEEP_ARRIVALS: via("school", ArrivalSchool),
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
WARDS: Grants = {
    READ_CHILD: via("family", ChildRow),
    CLAIM_CHILD: ALLOWED,
    INVITE_GUARDIAN: via("family"),
    SHARE_CLAIM: via("own"),
    END_SHARING: via("own"),
    EXPORT_PERSON: (via("family"), via("self")),
}
"""What a guardian may do for each ward, as long as the bond is in force; and for a claimed one."""
PUPILS_KNOWN = {READ_PERSON: via("member", PupilRow)}
"""A school knows its own by name."""
PEOPLE_KEPT: Grants = {
    READ_PERSON: via("member", PupilRow, PersonCard),
    UNMASK_NUMBER: via("member"),
    KEEP_BONDS: via("member"),
    EXPORT_PERSON: via("member"),
    MERGE_PEOPLE: via("member"),
}
PEOPLE_OF_THE_CITY: Grants = {
    READ_PERSON: via("city", PersonCard),
    UNMASK_NUMBER: via("city"),
    KEEP_BONDS: via("city"),
    EXPORT_PERSON: via("city"),
    MERGE_PEOPLE: via("city"),
    ERASE_PERSON: via("city"),
}
"""Also of children who belong nowhere yet, masked; and the only ones who erase."""
