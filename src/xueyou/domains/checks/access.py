"""Lists for other offices: who draws them up, takes them away, and hands the answers in."""

from xueyou.domains.checks.models import CheckList, CheckReply
from xueyou.kernel.calls.access import ROUNDS
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

LISTS = Scoped(CheckList, {"owner": Under("round__call__organisation__path")})
REPLIES = Scoped(CheckReply, {"owner": Under("list__round__call__organisation__path")})
"""owner: of the calls of the holder's organisation and of those below it."""

DRAW_UP_LIST = Permission("checks.list.draw_up", zh="列出给其他部门的核对名单", of=ROUNDS)
READ_LIST = Permission("checks.list.read", zh="看给其他部门的核对名单", of=LISTS)
FETCH_LIST = Permission("checks.list.fetch", zh="取走有姓名和号码的核对名单", of=LISTS)
KEEP_LIST = Permission("checks.list.keep", zh="交回复、联网核对、销毁核对名单", of=LISTS)
KEEP_REPLY = Permission("checks.reply.keep", zh="确认、撤销核对名单的回复", of=REPLIES)
