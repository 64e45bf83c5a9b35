"""Every page of enrolment as somebody meets it, and every refusal that a page can show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Met:
    """A page: who opens which address; `press` is a button pressed with nothing filled in."""

    who: str
    path: str
    press: str = ""
    status: int = 200


_CALL, _ROUND = "/calls/{call}/", "/calls/rounds/{round}/"
_FILE, _DRAWN = "/desk/files/{file}/", "/calls/rounds/{drawn}/"
_RETURNED = "/family/applications/{returned}/"
_PLACED = "/family/applications/{placed}/"
PAGES = {
    "calls": Met("officer", "/calls/"),
    "call-open": Met("officer", _CALL),
    "call-published": Met("officer", "/calls/{drawn_call}/"),
    "call-new": Met("officer", "/calls/new/"),
    "call-new-of-a-kind": Met("officer", "/calls/new/?kind=enrolment.school"),
    "call-new-refused": Met("officer", "/calls/new/?kind=enrolment.school", "下一步", 422),
    "call-copy": Met("officer", _CALL + "copy/"),
    "call-edit": Met("officer", _CALL + "edit/"),
    "round-new": Met("officer", _CALL + "rounds/new/"),
    "option-new": Met("officer", _CALL + "options/new/"),
    "applications": Met("officer", _CALL + "applications/"),
    "application": Met("officer", "/calls/applications/{file}/"),
    "appeals": Met("officer", "/calls/{drawn_call}/appeals/"),
    "left": Met("officer", "/calls/{drawn_call}/left/"),
    "times": Met("officer", _ROUND + "times/"),
    "rules": Met("officer", _ROUND + "rules/"),
    "places": Met("officer", _ROUND + "places/"),
    "places-refused": Met("officer", _ROUND + "places/", "登记", 422),
    "results": Met("officer", _DRAWN + "results/"),
    "refill": Met("officer", _DRAWN + "refill/"),
    "draw": Met("officer", "/calls/draws/{draw}/"),
    "stage": Met("officer", "/calls/draws/{draw}/stage/"),
    "rolling": Met("enroller", "/calls/rounds/{rolling}/rolling/"),
    "rolling-call": Met("enroller", "/calls/{rolling_call}/"),
    "check-lists": Met("officer", "/checks/{call}/"),
    "check-list-new": Met("officer", "/checks/rounds/{round}/new/"),
    "check-list": Met("officer", "/checks/lists/{list}/"),
    "check-list-of-a-chief": Met("chief", "/calls/{call}/"),
    "committee": Met("officer", "/committee/{call}/"),
    "committee-refused": Met("officer", "/committee/{call}/", "登记", 422),
    "desk": Met("officer", "/desk/"),
    "desk-files": Met("officer", "/desk/calls/{call}/"),
    "desk-none-found": Met("officer", "/desk/calls/{call}/?q=没有这个人"),
    "desk-file": Met("officer", _FILE),
    "desk-back-refused": Met("officer", _FILE, "退回", 422),
    "desk-sheets": Met("officer", "/desk/calls/{call}/sheets/"),
    "desk-of-a-school": Met("clerk", "/desk/"),
    "counter": Met("officer", "/desk/calls/{call}/counter/"),
    "counter-refused": Met("officer", "/desk/calls/{call}/counter/", "念给监护人听过", 422),
    "counter-completing": Met("officer", "/desk/files/{returned}/complete/"),
    "counter-completing-refused": Met(
        "officer", "/desk/files/{returned}/complete/", "念给监护人听过", 422
    ),
    "spots": Met("officer", "/desk/calls/{call}/spots/"),
    "talents": Met("talent", "/talents/"),
    "talents-refused": Met("talent", "/talents/", "登记", 422),
    "zones": Met("officer", "/registry/zones/"),
    "entrusted": Met("enroller", "/registry/zones/entrusted/"),
    "entrusted-refused": Met("enroller", "/registry/zones/entrusted/", "登记", 422),
    "entrusted-of-a-county": Met("officer", "/registry/zones/entrusted/"),
    "school-plans": Met("enroller", "/registry/zones/plans/"),
    "school-plans-refused": Met("enroller", "/registry/zones/plans/", "登记", 422),
    "school-plans-of-a-county": Met("officer", "/registry/zones/plans/"),
    "homes": Met("officer", "/registry/homes/"),
    "rolls": Met("clerk", "/registry/rolls/{school}/"),
    "arrivals": Met("clerk", "/registry/arrivals/{school}/"),
    "arrivals-counted": Met("keeper", "/registry/arrivals/"),
    "arrivals-numbers": Met("clerk", "/registry/arrivals/{school}/numbers/"),
    "home-returned": Met("family", "/family/"),
    "application-returned": Met("family", _RETURNED),
    "step-of-a-wish": Met("family", _RETURNED + "form/wishes-1/"),
    "home-placed": Met("placed", "/family/"),
    "result": Met("placed", _PLACED + "result/"),
    "result-by-completion": Met("rest", "/family/applications/{rest}/result/"),
    "home-of-a-mover": Met("mover", "/family/"),
    "application-of-a-mover": Met("mover", "/family/applications/{moved}/"),
    "receipt-of-a-mover": Met("mover", "/family/applications/{moved}/receipt/"),
    "call-of-a-mover": Met("mover", "/family/calls/{rolling_call}/"),
    "appeal": Met("placed", _PLACED + "appeal/"),
    "appeal-refused": Met("placed", _PLACED + "appeal/", "提交复核申请", 422),
    "messages": Met("placed", "/family/messages/"),
    "add-child-refused": Met("family", "/family/children/new/", "登记", 422),
    "invitation-refused": Met("family", "/family/invitations/", "加进来", 422),
    "which-school": Met("family", "/family/zone/"),
    "letter-refused": Met("", "/letters/", "核验", 422),
    "letter-unknown": Met("", "/letters/?code=2222222222222"),
    "season": Met("chief", "/season/"),
    "season-of-one-call": Met("chief", "/season/?call={drawn_call}"),
    "season-of-a-county": Met("officer", "/season/?call={call}"),
    "season-doubles": Met("enroller", "/season/doubles/"),
    "season-doubles-of-a-county": Met("officer", "/season/doubles/"),
    "season-report": Met("chief", "/season/report/"),
    "file-asked-for-twice": Met("officer", "/desk/files/{twice}/"),
    "rounds-for-everybody": Met("", "/places/"),
    "round-for-everybody": Met("", "/places/{drawn}/"),
    "round-going-for-everybody": Met("", "/places/{round}/"),
    "pools": Met("", "/pools/"),
    "publications": Met("", "/publications/"),
    "not-his": Met("clerk", "/calls/{call}/", "", 404),
    "nowhere": Met("officer", "/calls/nowhere/", "", 404),
}
"""Name → page; uids by name, see `furnishing`."""
