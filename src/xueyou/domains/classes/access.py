"""Classes: whose a division is, who looks at what of it, and what may be done."""

from xueyou.domains.classes.models import (
    Alarm,
    ChangeRequest,
    Demand,
    Division,
    DivisionState,
    GradePupil,
    Lot,
    Rehearsal,
)
from xueyou.kernel.registry.access import Guarded
from xueyou.platform.access.anchors import At, Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation, OrganisationKind

SCHOOLS = Scoped(
    Organisation,
    {"school": At("path")},
    rows=lambda: Organisation.objects.filter(kind=OrganisationKind.SCHOOL, closed_on=None),
)
DIVISIONS = Scoped(Division, {"school": At("school__path"), "above": Under("school__path")})
"""school: of that very school; above: of the schools of the holder's organisation and below."""
PUPILS = Scoped(GradePupil, {"school": At("division__school__path")})
OWN_CHILDREN = Scoped(
    GradePupil,
    {"family": Guarded("person")},
    rows=lambda: GradePupil.objects.filter(
        division__state__in=(DivisionState.ISSUED, DivisionState.VOID),
        division__issued_at__isnull=False,
        given__isnull=False,
    ),
)
"""A family learns its own child's class, once the list is out, and that the draw was voided if it
was; of others nothing."""
DEMANDS = Scoped(Demand, {"school": At("division__school__path")})
REHEARSALS = Scoped(Rehearsal, {"school": At("division__school__path")})
LOTS = Scoped(
    Lot, {"school": At("division__school__path"), "above": Under("division__school__path")}
)
ALARMS = Scoped(Alarm, {"above": Under("division__school__path")})
REQUESTS = Scoped(
    ChangeRequest,
    {"school": At("division__school__path"), "above": Under("division__school__path")},
)

OPEN_DIVISION = Permission("classes.division.open", zh="开始分班", of=SCHOOLS)
KEEP_DIVISION = Permission("classes.division.keep", zh="准备、封存分班和抽签", of=DIVISIONS)
READ_DIVISION = Permission("classes.division.read", zh="看分班的进度和各班是否均衡", of=DIVISIONS)
VOID_DIVISION = Permission("classes.division.void", zh="作废分班", of=DIVISIONS)
READ_GRADE_PUPIL = Permission("classes.pupil.read", zh="看分班的名单", of=PUPILS)
READ_OWN_CHILD = Permission("classes.child.read", zh="看孩子分在哪个班", of=OWN_CHILDREN)
KEEP_DEMAND = Permission("classes.demand.keep", zh="登记和撤回分班要求", of=DEMANDS)
READ_REHEARSAL = Permission("classes.rehearsal.read", zh="看分班的演练", of=REHEARSALS)
KEEP_LOT = Permission("classes.lot.keep", zh="抽签和揭晓", of=LOTS)
READ_ALARM = Permission("classes.alarm.read", zh="看分班报警", of=ALARMS)
ANSWER_ALARM = Permission("classes.alarm.answer", zh="处理分班报警", of=ALARMS)
READ_REQUEST = Permission("classes.request.read", zh="看调班的请求", of=REQUESTS)
DECIDE_REQUEST = Permission("classes.request.decide", zh="决定调班的请求", of=REQUESTS)
