"""Hand-over sheets: whose they are, and what may be done with them."""

from xueyou.domains.plans.models import HandoverSheet
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

SHEETS = Scoped(HandoverSheet, {"owner": Under("plan__organisation__path")})

READ_SHEET = Permission("plans.sheet.read", zh="看交办单", of=SHEETS)
STEER_SHEET = Permission("plans.sheet.steer", zh="交办任务、收回执", of=SHEETS)
