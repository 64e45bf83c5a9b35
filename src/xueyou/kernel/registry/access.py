"""Who may do what in the registry."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from xueyou.kernel.registry.models import (
    Claim,
    ClaimSharing,
    ClaimState,
    Identifier,
    Membership,
    MembershipKind,
    Person,
    PersonBond,
    PersonBondKind,
    Post,
)
from xueyou.platform.access.anchors import Holding, Mine, Scoped, Under, Whole
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import business_now, business_today

POSTS = Scoped(Post, {"owner": Under("organisation__path")})
"""owner: posts of the holder's organisation and of all below it."""

READ_POST = Permission("registry.post.read", zh="看岗位和由谁担任", of=POSTS)
KEEP_POST = Permission("registry.post.keep", zh="设立、撤销和移交岗位", of=POSTS)
HOLD_POST = Permission("registry.post.hold", zh="担任岗位")
KEEP_PARAMETERS = Permission("registry.parameter.keep", zh="设定参数和学年")


@dataclass(frozen=True, slots=True)
class Guarded:
    """Rows about a person whose guardian the account's own person is, today.

    `person` is the lookup of that person ("" for persons themselves). A bond that ends today, or
    is voided, ends the sight at once: nothing is remembered between two requests.
    """

    person: str = ""

    def condition(self, holding: Holding) -> Q:
        """Return the rows of the account's wards."""
        today = business_today()
        bond = f"{self.person}__bonds_of" if self.person else "bonds_of"
        return Q(
            Q(**{f"{bond}__valid_to": None}) | Q(**{f"{bond}__valid_to__gt": today}),
            **{
                f"{bond}__kind": PersonBondKind.GUARDIAN.value,
                f"{bond}__holder__account_id": holding.user_id,
                f"{bond}__valid_from__lte": today,
                f"{bond}__voided_at": None,
            },
        )


def wards(holding: Holding) -> QuerySet[Any]:
    """Return the keys of the persons whose guardian the account's own person is, today."""
    bonds = PersonBond.objects.standing().on(business_today())
    found = bonds.filter(kind=PersonBondKind.GUARDIAN, holder__account_id=holding.user_id)
    return found.values("subject")


@dataclass(frozen=True, slots=True)
class MemberOf:
    """Rows about a person who belongs, now or from a day to come, to the holder's subtree.

    A pupil who has left is no longer the school's to look at. `person` as in Guarded.
    """

    person: str = ""

    def condition(self, holding: Holding) -> Q:
        """Return the rows of people of that subtree."""
        membership = f"{self.person}__memberships" if self.person else "memberships"
        return Q(
            Q(**{f"{membership}__valid_to": None})
            | Q(**{f"{membership}__valid_to__gt": business_today()}),
            **{
                f"{membership}__organisation__path__startswith": holding.path,
                f"{membership}__voided_at": None,
            },
        )


@dataclass(frozen=True, slots=True)
class ClaimedMember:
    """Claims to a number that is confirmed as that of a person of the holder's subtree."""

    def condition(self, holding: Holding) -> Q:
        """Return the claims to the subtree's own people."""
        own = Identifier.objects.filter(MemberOf("person").condition(holding), voided_at=None)
        return Q(bidx__in=own.values("bidx"))


def _undecided() -> QuerySet[Claim]:
    return Claim.objects.filter(
        ended_at=None,
        state__in=(ClaimState.PENDING, ClaimState.CONTESTED),
        expires_at__gt=business_now(),
    )


SCHOOLS = (OrganisationKind.SCHOOL.value, OrganisationKind.KINDERGARTEN.value)


def _staff() -> QuerySet[Membership]:
    found: QuerySet[Membership] = Membership.objects.standing().filter(
        kind=MembershipKind.STAFF, organisation__kind__in=SCHOOLS, valid_to=None
    )
    return found


EMPLOYERS = Scoped(
    Organisation,
    {"owner": Under("path")},
    rows=lambda: Organisation.objects.filter(kind__in=SCHOOLS, closed_on=None),
)
STAFF = Scoped(Membership, {"owner": Under("organisation__path")}, rows=_staff)
"""Schools, and who is staff of one; owner: of the holder's organisation and below."""
PERSONS = Scoped(
    Person,
    {"family": Guarded(), "self": Mine("account_id"), "member": MemberOf(), "city": Whole()},
    rows=lambda: Person.objects.filter(merged_into=None, erased_at=None),
)
"""family: wards of today; self: the account's own person; member: people of the subtree;
city: everybody, for the few who keep the registry of the whole city."""

IDENTIFIERS = Scoped(
    Identifier,
    {"member": MemberOf("person"), "city": Whole()},
    rows=lambda: Identifier.objects.filter(voided_at=None),
)
CLAIMS = Scoped(
    Claim,
    {"member": ClaimedMember(), "city": Whole(), "own": Mine("account_id")},
    rows=_undecided,
)
"""Claims that wait for an answer. member: to children of one's own schools; city: all; own: those
the account made."""
SHARINGS = Scoped(
    ClaimSharing,
    {"own": Mine("claim__account_id")},
    rows=lambda: ClaimSharing.objects.filter(ended_at=None),
)
"""own: of the claims that the account made."""
BONDS = Scoped(
    PersonBond,
    {"member": MemberOf("subject"), "city": Whole()},
    rows=lambda: PersonBond.objects.standing(),
)

KEEP_STAFF = Permission("registry.staff.keep", zh="登记本校老师", of=EMPLOYERS)
END_STAFF = Permission("registry.staff.end", zh="看本校老师、结束登记", of=STAFF)
READ_CHILD = Permission("registry.child.read", zh="看自己孩子的档案", of=PERSONS)
CLAIM_CHILD = Permission("registry.child.claim", zh="登记自己的孩子")
SHARE_CLAIM = Permission("registry.claim.share", zh="让另一位监护人看还没核对的孩子", of=CLAIMS)
END_SHARING = Permission("registry.claim.end_sharing", zh="不再让对方看", of=SHARINGS)
INVITE_GUARDIAN = Permission("registry.guardian.invite", zh="邀请另一位监护人", of=PERSONS)
READ_PERSON = Permission("registry.person.read", zh="看人员档案", of=PERSONS)
LOOK_UP_PERSON = Permission("registry.person.look_up", zh="按号码、姓名查人", of=PERSONS)
MERGE_PEOPLE = Permission("registry.person.merge", zh="合并重复的人员档案", of=PERSONS)
EXPORT_PERSON = Permission("registry.person.export", zh="导出一个人的全部资料", of=PERSONS)
ERASE_PERSON = Permission("registry.person.erase", zh="删除一个人的资料", of=PERSONS)
UNMASK_NUMBER = Permission(
    "registry.number.unmask", zh="看完整证件号码（要写理由）", of=IDENTIFIERS
)
READ_CLAIM = Permission("registry.claim.read", zh="看等待认定的孩子", of=CLAIMS)
SETTLE_CLAIM = Permission("registry.claim.settle", zh="认定是谁的孩子", of=CLAIMS)
KEEP_BONDS = Permission("registry.bond.keep", zh="登记和终止监护关系", of=BONDS)
WATCH_NUMBERS = Permission("registry.number.watch", zh="得知有人成批查看完整证件号码")
