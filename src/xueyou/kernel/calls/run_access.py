"""Runs, results, offers and appeals: who may do what with them."""

from xueyou.kernel.calls.access import APPLICATIONS, CALLS, ROUNDS
from xueyou.kernel.calls.models import Appeal, Run
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

RUNS = Scoped(Run, {"owner": Under("round__call__organisation__path")})
APPEALS = Scoped(
    Appeal,
    {
        "owner": Under("decision__run__round__call__organisation__path"),
        "home": Under("decision__application__home_path"),
    },
)
"""owner: of the organisation that made the call; home: of who answers for the applicant."""

RUN_ROUND = Permission("calls.round.run", zh="安排一轮的运行", of=ROUNDS)
REFILL_ROUND = Permission("calls.round.refill", zh="从候补中递补", of=ROUNDS)
TELL_LEFT = Permission("calls.call.tell_left", zh="写明没有学位的下一步", of=CALLS)
READ_RUN = Permission("calls.run.read", zh="看运行登记", of=RUNS)
DRAFT_ORDER = Permission("calls.run.draft_order", zh="起草结果公布决定", of=RUNS)
ORDER_RUN = Permission("calls.run.order", zh="下令公布结果", of=RUNS)
READ_RESULT = Permission("calls.result.read", zh="看结果", of=APPLICATIONS)
REPLY_OFFER = Permission("calls.offer.reply", zh="接受或放弃录取", of=APPLICATIONS)
MAKE_APPEAL = Permission("calls.appeal.make", zh="申请复核结果", of=APPLICATIONS)
READ_APPEAL = Permission("calls.appeal.read", zh="看复核申请", of=APPEALS)
ANSWER_APPEAL = Permission("calls.appeal.answer", zh="答复复核申请", of=APPEALS)
