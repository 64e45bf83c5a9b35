"""Who entrusts city-run schools to counties, and who sees which are."""

from xueyou.domains.enrolment.schools import city_run
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.standings import writes
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

writes(ENTRUSTED)

CITY_RUN = Scoped(Organisation, {"owner": Under("path")}, rows=city_run)
ENTRUSTINGS = Scoped(
    Standing,
    {"owner": Under("organisation__path"), "county": Under("scope")},
    rows=lambda: Standing.objects.filter(kind=ENTRUSTED.name, voided_at=None),
)
"""owner: of schools below the holder's organisation, which for a county are none; county: to whom
they are entrusted, its path is written into the standing."""

ENTRUST_SCHOOL = Permission("enrolment.school.entrust", zh="委托县区招生", of=CITY_RUN)
READ_ENTRUSTED = Permission("enrolment.entrusted.read", zh="看委托招生", of=ENTRUSTINGS)
WITHDRAW_ENTRUSTED = Permission("enrolment.entrusted.withdraw", zh="撤回委托招生", of=ENTRUSTINGS)
