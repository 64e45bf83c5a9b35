"""Who certifies the children of talents, and sees whom they have certified."""

from xueyou.domains.enrolment.talent_standing import TALENT
from xueyou.kernel.registry.models import Standing
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

TALENTS = Scoped(
    Standing,
    {"certifier": Under("scope")},
    rows=lambda: Standing.objects.filter(kind=TALENT.name, voided_at=None),
)
"""certifier: of the holder's own office; its path is written into the standing."""

CERTIFY_TALENT = Permission("enrolment.talent.certify", zh="认定人才子女")
READ_TALENT = Permission("enrolment.talent.read", zh="看本单位认定的人才子女", of=TALENTS)
WITHDRAW_TALENT = Permission("enrolment.talent.withdraw", zh="撤销人才子女的认定", of=TALENTS)
