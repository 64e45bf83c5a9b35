"""Papers of the year: a circular, a hand-over sheet out and back, an order to publish."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile

from xueyou.demo.replay.stage import Event, Steered, moment, person
from xueyou.demo.replay.writing import picture
from xueyou.demo.year.words import PUBLISHED, SHEET
from xueyou.domains.plans.models import HandoverSheet, Release, SheetLine
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import sealed
from xueyou.domains.plans.services.draft_circular import draft_circular
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.releases import chosen_tasks, prepare_release, publish_release
from xueyou.domains.plans.services.return_sheet import return_sheet
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.handover_workbook import ANSWER, DONE_ON, EVIDENCE, NUMBER
from xueyou.formats.workbook import Column, Sheet, Value, workbook
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.issuing import file_scan, number, serve

DRAFTER, CHECKER, SIGNER = "hanwei", "songli", "zhoumingyuan"
PaperOf = Callable[[], Paper]


def circular(steered: Steered) -> Iterator[Event]:
    """Yield the circular on October: drafted from the frozen month, signed, numbered, sent."""
    drafted = moment(date(2026, 11, 4), 15)
    name = "demo-circular-2026-10"
    yield Event(drafted, name, "起草督查通报", partial(_draft, steered))
    days = (date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 6))
    yield from _issued(name, "临教督〔2026〕11号", days, lambda: _circular_of(steered))


def sheet(steered: Steered) -> Iterator[Event]:
    """Yield a sheet handed to a department outside, which needs no account, and its return."""
    name = "demo-sheet"
    yield Event(moment(SHEET.made, 10), name, "交办单", partial(_make_sheet, steered))
    days = (SHEET.made, SHEET.signed, SHEET.signed)
    yield from _issued(name, SHEET.number, days, lambda: _sheet_of(steered).paper)
    back = partial(_return_sheet, steered)
    yield Event(moment(SHEET.returned, 16), f"{name}-back", "交办单回来了", back)


def release(steered: Steered) -> Iterator[Event]:
    """Yield what the bureau chose to publish after the third quarter, on a signed order."""
    name = "demo-release"
    prepared = moment(PUBLISHED.prepared, 10)
    yield Event(prepared, name, "选定公开的内容", partial(_prepare, steered))
    order = partial(_order_of, steered)
    yield Event(moment(PUBLISHED.prepared, 16), f"{name}-checked", "核稿", partial(_check, order))
    yield Event(moment(PUBLISHED.signed, 9), f"{name}-signed", "签发", partial(_sign, order))
    numbered = partial(_number, order, PUBLISHED.number)
    yield Event(moment(PUBLISHED.signed, 10), f"{name}-numbered", "编号", numbered)
    publish = partial(_publish, steered)
    yield Event(moment(PUBLISHED.signed, 17), f"{name}-out", "向社会公开", publish)


def _issued(
    name: str, number_given: str, days: tuple[date, date, date], paper: PaperOf
) -> Iterator[Event]:
    """Yield how a drafted paper is checked, signed, numbered, scanned and sent."""
    checked, signed, sent = days
    yield Event(moment(checked, 16), f"{name}-checked", "核稿", partial(_check, paper))
    yield Event(moment(signed, 9), f"{name}-signed", "签发", partial(_sign, paper))
    numbered = partial(_number, paper, number_given)
    yield Event(moment(signed, 10), f"{name}-numbered", "编号", numbered)
    yield Event(moment(sent, 11), f"{name}-scanned", "盖章件归卷", partial(_scan, paper))
    yield Event(moment(sent, 12), f"{name}-served", "印发", partial(_serve, paper))


def _october(steered: Steered) -> UUID:
    rows = Checkpoint.objects.filter(subject_uid=steered.plan.uid, kind="month", period="2026-10")
    return rows.latest("ordinal").uid


def _circular_of(steered: Steered) -> Paper:
    return Paper.objects.get(subject_uid=_october(steered))


def _sheet_of(steered: Steered) -> HandoverSheet:
    return HandoverSheet.objects.select_related("paper").get(plan=steered.plan)


def _release_of(steered: Steered) -> Release:
    return Release.objects.select_related("paper").get(plan=steered.plan)


def _order_of(steered: Steered) -> Paper:
    return _release_of(steered).paper


def _draft(steered: Steered, *, key: str, at: datetime) -> None:
    draft_circular(
        actor=person(DRAFTER),
        checkpoint_uid=_october(steered),
        reply_by=date(2026, 11, 27),
        key=key,
        at=at,
    )


def _make_sheet(steered: Steered, *, key: str, at: datetime) -> None:
    make_sheet(
        actor=person(DRAFTER),
        plan_uid=steered.plan.uid,
        unit_name=SHEET.unit,
        asked={str(steered.task(task)): asked for task, asked, _ in SHEET.lines},
        reply_by=SHEET.reply_by,
        key=key,
        at=at,
    )


def _return_sheet(steered: Steered, *, key: str, at: datetime) -> None:
    made = _sheet_of(steered)
    answers = {steered.task(task): answer for task, _, answer in SHEET.lines}
    names = (NUMBER, "序号", "任务", "请办事项", "完成时限", ANSWER, DONE_ON, EVIDENCE)
    rows: list[list[Value]] = [
        [
            *(str(line.uid), line.task.number, line.task.title, line.asked, line.task.due_on),
            *(answers[line.task.uid], None, "会议纪要"),
        ]
        for line in SheetLine.objects.filter(sheet=made).select_related("task")
    ]
    book = workbook([Sheet("交办事项", [Column(name, 20) for name in names], rows)])
    return_sheet(
        actor=person(DRAFTER),
        sheet_uid=made.uid,
        upload=ContentFile(book, name="交办单回复.xlsx"),
        key=key,
        at=at,
    )


def _prepare(steered: Steered, *, key: str, at: datetime) -> None:
    uids = [steered.task(task) for task in PUBLISHED.tasks]
    tasks = chosen_tasks(steered.plan, uids)
    seen = sealed(compose(steered.plan, tasks, title=PUBLISHED.title, on=at.date()).payload)
    prepare_release(
        actor=person(DRAFTER),
        plan_uid=steered.plan.uid,
        task_uids=uids,
        title=PUBLISHED.title,
        seen_sha256=sha256_hex(seen.encode()),
        visible_from=PUBLISHED.signed,
        visible_to=PUBLISHED.until,
        key=key,
        at=at,
    )


def _publish(steered: Steered, *, key: str, at: datetime) -> None:
    publish_release(actor=person(DRAFTER), release_uid=_release_of(steered).uid, key=key, at=at)


def _check(paper: PaperOf, *, key: str, at: datetime) -> None:
    found = paper()
    check(
        actor=person(CHECKER),
        paper_uid=found.uid,
        revision=found.revision,
        words="数字逐项核过。",
        key=key,
        at=at,
    )


def _sign(paper: PaperOf, *, key: str, at: datetime) -> None:
    found = paper()
    sign(
        actor=person(SIGNER),
        paper_uid=found.uid,
        revision=found.revision,
        words="同意印发。",
        key=key,
        at=at,
    )


def _number(paper: PaperOf, given: str, *, key: str, at: datetime) -> None:
    number(actor=person(DRAFTER), paper_uid=paper().uid, number=given, key=key, at=at)


def _scan(paper: PaperOf, *, key: str, at: datetime) -> None:
    file_scan(
        actor=person(DRAFTER),
        paper_uid=paper().uid,
        upload=ContentFile(picture(1), name="盖章件.jpg"),
        key=key,
        at=at,
    )


def _serve(paper: PaperOf, *, key: str, at: datetime) -> None:
    serve(actor=person(DRAFTER), paper_uid=paper().uid, key=key, at=at)
