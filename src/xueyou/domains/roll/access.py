"""Rolls: who keeps a school's."""

from django.db.models import QuerySet

from xueyou.domains.roll.models import RollImport, RollState
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.platform.access.anchors import At, Mine, Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation, OrganisationKind

KINDS = (OrganisationKind.SCHOOL.value, OrganisationKind.KINDERGARTEN.value)


def _pupils() -> QuerySet[Membership]:
    found: QuerySet[Membership] = Membership.objects.standing().filter(
        kind=MembershipKind.PUPIL, primary=True, valid_to=None
    )
    return found


SCHOOLS = Scoped(
    Organisation,
    {"owner": Under("path"), "school": At("path")},
    rows=lambda: Organisation.objects.filter(kind__in=KINDS, closed_on=None),
)
ROLL_IMPORTS = Scoped(RollImport, {"owner": Under("school__path")})
RETURNED = Scoped(
    RollImport,
    {"school": At("school__path"), "mine": Mine("received_by")},
    rows=lambda: RollImport.objects.filter(state=RollState.WRONG),
)
"""Rolls to be put right: with the names and numbers of children, as they were sent."""
PUPILS = Scoped(
    Membership,
    {"owner": Under("organisation__path"), "school": At("organisation__path")},
    rows=_pupils,
)
"""owner: of the holder's organisation and below; school: of that very school."""

KEEP_ROLL = Permission("roll.keep", zh="交在籍名册", of=SCHOOLS)
READ_ROLL = Permission("roll.read", zh="看在籍名册", of=PUPILS)
KEEP_PUPIL = Permission("roll.pupil.keep", zh="办学生离校", of=PUPILS)
KEEP_IMPORT = Permission("roll.import.keep", zh="确认和撤销在籍名册", of=ROLL_IMPORTS)
FETCH_RETURNED = Permission("roll.import.fetch", zh="取回带批注的在籍名册", of=RETURNED)
EXPORT_ROSTER = Permission("roll.roster.export", zh="导出本校名册给别的系统", of=SCHOOLS)
