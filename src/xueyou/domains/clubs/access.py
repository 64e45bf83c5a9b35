"""Clubs: whose they are, who looks at what, and what may be done with each."""

from xueyou.domains.clubs.call_kinds import CODE
from xueyou.domains.clubs.models import Bill, Club, Collector, Entry, Leave, Place, Session
from xueyou.domains.clubs.standings import FEE_EXEMPT, VETTED
from xueyou.kernel.calls.models import Call
from xueyou.kernel.registry.access import PERSONS, Guarded, MemberOf
from xueyou.kernel.registry.models import Standing
from xueyou.platform.access.anchors import Mine, Scoped, Under
from xueyou.platform.access.permissions import Permission

TERMS = Scoped(
    Call,
    {"owner": Under("organisation__path")},
    rows=lambda: Call.objects.filter(kind=CODE),
)
CLUBS = Scoped(
    Club, {"owner": Under("call__organisation__path"), "led": Mine("teacher__account_id")}
)
SESSIONS = Scoped(
    Session,
    {
        "owner": Under("club__call__organisation__path"),
        "led": Mine("club__teacher__account_id"),
    },
)
PLACES = Scoped(
    Place,
    {
        "family": Guarded("person"),
        "owner": Under("club__call__organisation__path"),
        "led": Mine("club__teacher__account_id"),
    },
)
LEAVES = Scoped(Leave, {"family": Guarded("person")})
COLLECTORS = Scoped(Collector, {"family": Guarded("person")})
BILLS = Scoped(Bill, {"family": Guarded("person"), "owner": Under("call__organisation__path")})
ENTRIES = Scoped(Entry, {"owner": Under("organisation__path")})
STANDINGS = Scoped(
    Standing,
    {"provider": Under("organisation__path"), "pupil": MemberOf("person")},
    rows=lambda: Standing.objects.filter(kind__in=(VETTED.name, FEE_EXEMPT.name), voided_at=None),
)
"""owner: of the holder's organisation and below; led: of clubs that one leads oneself;
family: of one's own children; provider, pupil: standings of either."""

KEEP_TERM = Permission("clubs.term.keep", zh="编课后服务菜单、排课、出账单", of=TERMS)
READ_TERM = Permission("clubs.term.read", zh="看课后服务菜单和参加情况", of=TERMS)
KEEP_CLUB = Permission("clubs.club.keep", zh="停开课后服务课程", of=CLUBS)
CALL_ROLL = Permission("clubs.session.roll", zh="点名、登记停课和交接", of=SESSIONS)
READ_PLACE = Permission("clubs.place.read", zh="看谁参加课后服务", of=PLACES)
ASK_LEAVE = Permission("clubs.leave.ask", zh="替孩子请假", of=PERSONS)
WITHDRAW_LEAVE = Permission("clubs.leave.withdraw", zh="销假", of=LEAVES)
AUTHORISE = Permission("clubs.collector.authorise", zh="委托他人接孩子", of=PERSONS)
END_COLLECTOR = Permission("clubs.collector.end", zh="取消委托", of=COLLECTORS)
READ_BILL = Permission("clubs.bill.read", zh="看课后服务账单", of=BILLS)
KEEP_BILL = Permission("clubs.bill.keep", zh="登记收费、冲销账单", of=BILLS)
KEEP_ACCOUNT = Permission("clubs.account.keep", zh="登记课后服务经费")
READ_ENTRY = Permission("clubs.entry.read", zh="看课后服务经费账", of=ENTRIES)
REVERSE_ENTRY = Permission("clubs.entry.reverse", zh="冲销一笔经费", of=ENTRIES)
DRAFT_ACCOUNT = Permission("clubs.account.draft_order", zh="起草课后服务经费公开决定")
PUBLISH_ACCOUNT = Permission("clubs.account.publish", zh="公开课后服务经费")
KEEP_STANDINGS = Permission("clubs.standing.keep", zh="登记白名单机构和免费学生")
READ_STANDING = Permission("clubs.standing.read", zh="看白名单和免费学生", of=STANDINGS)
WITHDRAW_STANDING = Permission("clubs.standing.withdraw", zh="作废白名单和免费登记", of=STANDINGS)
