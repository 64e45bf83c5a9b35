"""Task forces: whose they are, and what may be done with them."""

from xueyou.domains.plans.access.steering import PLANS
from xueyou.domains.plans.models import TaskForce
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

FORCES = Scoped(TaskForce, {"owner": Under("plan__organisation__path")})
"""owner: task forces of the plans of the holder's organisation and below."""

FORM_FORCE = Permission("plans.force.form", zh="成立专班", of=PLANS)
KEEP_FORCE = Permission("plans.force.keep", zh="组专班：派任务、进出人", of=FORCES)
WORK_IN_FORCE = Permission("plans.force.work", zh="办专班里的任务")
