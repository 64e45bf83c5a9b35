"""What roles carry of schools' rolls, claims and what the bureau says of providers and pupils."""

from xueyou.domains.roll.access import KEEP_IMPORT, KEEP_PUPIL, KEEP_ROLL, READ_ROLL
from xueyou.domains.roll.selectors.rolls import ImportRow, RollRow, SchoolRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

ROLLS_KEPT: Grants = {
    KEEP_ROLL: via("owner", SchoolRow),
    READ_ROLL: via("owner", RollRow),
    KEEP_PUPIL: via("owner"),
    KEEP_IMPORT: via("owner", ImportRow),
}
"""The rolls of one's own school, or of the schools below."""
