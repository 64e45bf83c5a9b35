"""Calls: whose they are, who looks at an application, and what may be done with each."""

from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.registry.access import PERSONS, wards
from xueyou.kernel.registry.models import Claim, ClaimSharing
from xueyou.platform.access.anchors import Holding, Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

_UNKNOWN = Exact(Coalesce("person_id", Value(0)), Value(0))
"""No source has said who the child is, of an application or a claim. Written so that no database
looks for such rows by that: on the day of the opening it is true of nearly all."""


@dataclass(frozen=True, slots=True)
class FamilyOf:
    """Applications of a child under guardianship; while the child is only claimed, the claimer's
    and theirs with whom he shares the claim.

    Once a source has said who the child is, also where only the claim knows it yet, the bond alone
    counts: it ends with a judgment.
    """

    def condition(self, holding: Holding) -> Q:
        """Return the applications of the account's own children, and of those it claims.

        Each kind is found by itself, from the account on: a condition that joined them would be
        asked of every application there is.
        """
        shared = ClaimSharing.objects.filter(account=holding.user_id, ended_at=None)
        own = Claim.objects.filter(_UNKNOWN, account=holding.user_id, ended_at=None)
        theirs = Claim.objects.filter(_UNKNOWN, pk__in=shared.values("claim"), ended_at=None)
        settled = Claim.objects.filter(person__in=wards(holding))
        known = Application.objects.filter(person__in=wards(holding))
        met = Application.objects.filter(_UNKNOWN, claim__in=settled.values("pk"))
        claimed = Application.objects.filter(_UNKNOWN, claim__in=own.values("pk"))
        let_in = Application.objects.filter(_UNKNOWN, claim__in=theirs.values("pk"))
        others = (met.values("pk"), claimed.values("pk"), let_in.values("pk"))
        pks = known.values("pk").union(*others, all=True)
        return Q(pk__in=pks)


CALLS = Scoped(Call, {"owner": Under("organisation__path")})
ROUNDS = Scoped(Round, {"owner": Under("call__organisation__path")})
OPTIONS = Scoped(Option, {"owner": Under("call__organisation__path")})
"""owner: of the holder's organisation and of those below it."""
APPLICATIONS = Scoped(
    Application,
    {
        "family": FamilyOf(),
        "party": Under("organisation__path"),
        "owner": Under("call__organisation__path"),
        "home": Under("home_path"),
    },
)
"""family: of one's own children; party: of one's own organisation; home: of those one answers for.
A school reads none by being wished for: what it checks, and who comes to it, other rooms show."""
ASKING = Scoped(Organisation, {"own": Under("path")})

OPEN_CALL = Permission("calls.call.open", zh="设立申报")
READ_CALL = Permission("calls.call.read", zh="看申报", of=CALLS)
KEEP_CALL = Permission("calls.call.keep", zh="修改申报", of=CALLS)
READ_ROUND = Permission("calls.round.read", zh="看各轮申报", of=ROUNDS)
KEEP_ROUND = Permission("calls.round.keep", zh="公布、修改和取消一轮申报", of=ROUNDS)
FREEZE_ROUND = Permission("calls.round.freeze", zh="封存一轮申报", of=ROUNDS)
KEEP_OPTION = Permission("calls.option.keep", zh="增减选项和名额", of=OPTIONS)

ASK_FOR_CLAIMED = Permission("calls.application.claim", zh="为孩子申请")
ASK_FOR_PERSON = Permission("calls.application.ask", zh="为自己的孩子申请", of=PERSONS)
ASK_FOR_ORGANISATION = Permission("calls.application.apply", zh="为本单位申请", of=ASKING)
READ_APPLICATION = Permission("calls.application.read", zh="看申请", of=APPLICATIONS)
FILL_APPLICATION = Permission("calls.application.fill", zh="填写、交和撤回申请", of=APPLICATIONS)
CHECK_APPLICATION = Permission("calls.application.check", zh="核对和退回申请", of=APPLICATIONS)
