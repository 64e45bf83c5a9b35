"""A settlement as files: a workbook, and a table for Word."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.settlements import selectors as select
from xueyou.domains.plans.settlements.views import MET, SettledLine, SettlementView
from xueyou.formats.media_types import DOCX, XLSX
from xueyou.formats.settlement_tables import Part, settlement_docx, settlement_workbook
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved


@route(permission=READ_PLAN, content="internal")
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out a settlement as an Excel workbook."""
    view = select.settlement(current_actor(request), uid)
    return saved(settlement_workbook(_parts(view)), XLSX, f"{_title(view)}.xlsx")


@route(permission=READ_PLAN, content="internal")
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out a settlement as a table for Word."""
    view = select.settlement(current_actor(request), uid)
    made = settlement_docx(_title(view), view.plan.organisation, _lines(view), _parts(view))
    return saved(made, DOCX, f"{_title(view)}.docx")


def _title(view: SettlementView) -> str:
    return f"{view.plan.title}{view.row.year}年对账"


def _lines(view: SettlementView) -> list[str]:
    kept = "，".join(f"{word}{view.met[code]}项" for code, (_, word) in MET.items())
    confirmed = (
        f"已由{view.confirmed_by}确认。"
        if view.row.confirmed_at
        else "还没有确认，以系统里的为准。"
    )
    return [
        f"对照的总结：《{view.row.summary}》。",
        f"承诺{len(view.silent) + len(view.reported)}项：报告了{len(view.reported)}项（{kept}），"
        f"没有提到{len(view.silent)}项；另报告了没有承诺的{len(view.unpromised)}项。{confirmed}",
    ]


def _parts(view: SettlementView) -> list[Part]:
    return [
        Part(
            "承诺了没有提到",
            "没有。",
            (("要点怎么说", 40), ("核对", 14)),
            [(_whole(line.promise, line.promise_context), _word(line)) for line in view.silent],
        ),
        Part(
            "承诺了也报告了",
            "没有。",
            (("要点怎么说", 26), ("总结怎么说", 26), ("做到没有", 8), ("差多少", 24)),
            list(_reported(view.reported)),
        ),
        Part(
            "报告了没有承诺",
            "没有。",
            (("总结怎么说", 40), ("核对", 14)),
            [(_whole(line.report, line.report_context), _word(line)) for line in view.unpromised],
        ),
    ]


def _reported(lines: Iterable[SettledLine]) -> Iterable[tuple[str, str, str, str]]:
    for line in lines:
        promise, report = line.promise or line.words, line.report or line.words
        known = "；".join(f"{one.basis} {one.value}" for one in line.known)
        told = "\n".join(part for part in (line.sentence, known, line.words) if part)
        yield promise, report, line.met_word, told


def _whole(words: str, context: str) -> str:
    return context or words


def _word(line: SettledLine) -> str:
    return "" if not line.by else f"{line.by}核对过" + (f"：{line.words}" if line.words else "")
