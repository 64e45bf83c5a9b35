"""What is done to clubs, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

ADD_CLUB = register_verb(
    "clubs.club.add",
    zh="在菜单里加一门课",
    fields={"call": "uid", "lane": "code", "places": "number", "fee": "number"},
)
EDIT_CLUB = register_verb(
    "clubs.club.edit",
    zh="修改菜单里的一门课",
    fields={"call": "uid", "lane": "code", "places": "number", "fee": "number"},
)
DROP_CLUB = register_verb("clubs.club.drop", zh="把一门课从菜单里去掉", fields={"call": "uid"})
CLOSE_CLUB = register_verb(
    "clubs.club.close", zh="停开一门课", fields={"call": "uid", "places": "number"}
)
LAY_OUT = register_verb("clubs.session.lay_out", zh="排一学期的课", fields={"sessions": "number"})
CANCEL_SESSION = register_verb("clubs.session.cancel", zh="停一次课", fields={"club": "uid"})
CALL_ROLL = register_verb(
    "clubs.session.roll",
    zh="点名",
    fields={"club": "uid", "marks": "number", "repeated": "number", "unknown": "number"},
)
ASK_LEAVE = register_verb(
    "clubs.leave.ask", zh="请假", fields={"person": "uid", "from": "code", "to": "code"}
)
WITHDRAW_LEAVE = register_verb("clubs.leave.withdraw", zh="销假", fields={"person": "uid"})
AUTHORISE = register_verb(
    "clubs.collector.authorise", zh="委托他人接孩子", fields={"person": "uid", "relation": "code"}
)
END_COLLECTOR = register_verb("clubs.collector.end", zh="取消委托", fields={"person": "uid"})
MAKE_CODE = register_verb(
    "clubs.code.make", zh="取一次性接送码", fields={"person": "uid", "day": "code"}
)
HAND_OVER = register_verb(
    "clubs.session.hand_over",
    zh="把孩子交给接的人",
    fields={"session": "uid", "place": "uid", "way": "code", "late": "number"},
)
MAKE_BILLS = register_verb(
    "clubs.bill.make",
    zh="出一学期的账单",
    fields={"bills": "number", "total": "number", "exempt": "number", "capped": "number"},
)
REVERSE_BILL = register_verb(
    "clubs.bill.reverse", zh="冲销账单", fields={"call": "uid", "total": "number"}
)
ENTER = register_verb(
    "clubs.account.enter", zh="登记一笔经费", fields={"kind": "code", "amount": "number"}
)
TAKE_PAYMENTS = register_verb(
    "clubs.account.pay", zh="登记收费", fields={"bills": "number", "amount": "number"}
)
REVERSE_ENTRY = register_verb(
    "clubs.account.reverse", zh="冲销一笔经费", fields={"entry": "uid", "amount": "number"}
)
DRAFT_ORDER = register_verb(
    "clubs.account.draft_order", zh="起草经费公开决定", fields={"paper": "uid"}
)
PUBLISH = register_verb(
    "clubs.account.publish",
    zh="公开经费账",
    fields={"publication": "uid", "paper": "uid", "rows": "number"},
)
VET = register_verb("clubs.provider.vet", zh="列入白名单机构", fields={"from": "code"})
LIST_PROVIDERS = register_verb(
    "clubs.provider.list", zh="导入白名单机构", fields={"listed": "number", "new": "number"}
)
LIST_EXEMPT = register_verb(
    "clubs.fee.list", zh="导入免费学生", fields={"listed": "number", "new": "number"}
)
LAPSE = register_verb("clubs.exempt.lapse", zh="免收课后服务费到期", fields={"persons": "number"})
WITHDRAW_STANDING = register_verb(
    "clubs.standing.withdraw", zh="作废白名单或免费登记", fields={"kind": "code"}
)
EXEMPT = register_verb("clubs.fee.exempt", zh="登记免费学生", fields={"persons": "number"})
