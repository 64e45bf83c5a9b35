"""Who may set up enrolment: the county keeps its zones."""

from xueyou.domains.enrolment.models import ZoneNotice
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission
from xueyou.platform.orgs.models import Organisation

COUNTIES = Scoped(
    Organisation,
    {"owner": Under("path")},
    rows=lambda: Organisation.objects.filter(closed_on=None),
)
NOTICES = Scoped(
    ZoneNotice,
    {"owner": Under("organisation__path")},
    rows=lambda: ZoneNotice.objects.standing(),
)
"""owner: the holder's organisation and those below it."""

KEEP_ZONES = Permission("enrolment.zones.keep", zh="导入划片表", of=COUNTIES)
READ_ZONES = Permission("enrolment.zones.read", zh="看划片表", of=NOTICES)
