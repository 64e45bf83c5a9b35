"""Who may set up enrolment: the county keeps its zones."""

from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

COUNTIES = Scoped(Organisation, {"owner": Under("path")})
"""owner: the holder's organisation and those below it."""

KEEP_ZONES = Permission("enrolment.zones.keep", zh="导入划片表", of=COUNTIES)
