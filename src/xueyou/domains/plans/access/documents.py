"""Documents: whose they are, and what may be done with them."""

from xueyou.domains.plans.models import PlanDocument
from xueyou.platform.access.anchors import Above, Scoped, Under
from xueyou.platform.access.permissions import Permission

DOCUMENTS = Scoped(
    PlanDocument,
    {
        "owner": Under("organisation__path"),
        "office": Above("organisation__path"),
    },
)
"""owner: documents of the holder's organisation and of all below it (a bureau, a county);
office: documents of the organisations above (a department works by its bureau's documents)."""

READ_DOCUMENT = Permission("plans.document.read", zh="看文件和读出来的内容", of=DOCUMENTS)
RECEIVE_DOCUMENT = Permission("plans.document.receive", zh="交文件来读")
STEER_READING = Permission("plans.reading.steer", zh="停止或重新读取", of=DOCUMENTS)
