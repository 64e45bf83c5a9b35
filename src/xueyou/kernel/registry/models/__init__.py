"""Tables of the registry: posts, parameters, years; people, and where they belong."""

from xueyou.kernel.registry.models.belonging import Membership, MembershipKind, Stage, Standing
from xueyou.kernel.registry.models.parameters import Parameter
from xueyou.kernel.registry.models.people import (
    Claim,
    ClaimState,
    DocumentKind,
    GuardianInvitation,
    Identifier,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
)
from xueyou.kernel.registry.models.posts import Post, PostHolding
from xueyou.kernel.registry.models.years import SchoolYear, Term

__all__ = [
    "Claim",
    "ClaimState",
    "DocumentKind",
    "GuardianInvitation",
    "Identifier",
    "Membership",
    "MembershipKind",
    "Parameter",
    "Person",
    "PersonBond",
    "PersonBondKind",
    "Post",
    "PostHolding",
    "SchoolYear",
    "Sex",
    "Stage",
    "Standing",
    "Term",
]
