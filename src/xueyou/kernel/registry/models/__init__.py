"""Tables of the registry: posts, parameters, years; people, and where they belong."""

from xueyou.kernel.registry.models.belonging import Membership, MembershipKind, Stage, Standing
from xueyou.kernel.registry.models.contacts import CONTACT_PHONE, GuardianContact
from xueyou.kernel.registry.models.parameters import Parameter
from xueyou.kernel.registry.models.people import (
    CLAIM_NUMBER,
    IDENTIFIER_NUMBER,
    Claim,
    ClaimState,
    DocumentKind,
    GuardianInvitation,
    Identifier,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
    number_kind,
)
from xueyou.kernel.registry.models.posts import Post, PostHolding
from xueyou.kernel.registry.models.sharings import ClaimSharing
from xueyou.kernel.registry.models.years import SchoolYear, Term

__all__ = [
    "CLAIM_NUMBER",
    "CONTACT_PHONE",
    "IDENTIFIER_NUMBER",
    "Claim",
    "ClaimSharing",
    "ClaimState",
    "DocumentKind",
    "GuardianContact",
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
    "number_kind",
]
