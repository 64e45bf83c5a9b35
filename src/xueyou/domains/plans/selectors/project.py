"""One project with everything: money by source and year, steps promised and put off, notes."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.reach import figures_seen, steers
from xueyou.domains.plans.access.steering import READ_PROJECT, REPORT_PROJECT
from xueyou.domains.plans.models import Light, Milestone, MoneySource, ProjectMoney
from xueyou.domains.plans.numbers import shown
from xueyou.domains.plans.selectors.board_views import ProjectRow
from xueyou.domains.plans.selectors.duties import Duties
from xueyou.domains.plans.selectors.lights import chosen
from xueyou.domains.plans.selectors.notes import notes_of
from xueyou.domains.plans.selectors.task import steps, turns
from xueyou.domains.plans.selectors.task_views import May, MoneyRow, MoneyView, ProjectView
from xueyou.domains.plans.services.money import FEN_DECIMALS
from xueyou.platform.access.reading import can, read, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

SOURCES = dict(MoneySource.choices)
"""Who pays: key and word."""


def project(actor: Actor, uid: UUID | str) -> ProjectView:
    """Return a project as its page shows it to this reader. Raises NotFound."""
    row = read(actor, READ_PROJECT, ProjectRow).get(uid)
    today = business_today()
    reports = scope(actor, REPORT_PROJECT).filter(uid=row.uid).exists()
    may = May(reports, reports, steers(actor, row.plan_path), can(actor, READ_DOCUMENT))
    at_once = may.steer or may.report
    below = figures_seen(actor, row.plan_path)
    lights = list(
        Light.objects.filter(
            about_kind="project", about_uid=row.uid, organisation=row.plan_organisation_id
        ).order_by("judged_on", "pk")
    )
    return ProjectView(
        project=row,
        light=chosen((light for light in lights if light.current or light.on_wall), at_once),
        turns=turns(lights, at_once, today),
        duties=Duties("project", [row.id], today, below=below).of(row.id),
        steps=steps(Milestone.objects.filter(project=row.id, dropped_on=None), today),
        money=money_of(row),
        notes=notes_of(
            project_id=row.id,
            below=below,
            plan_path=row.plan_path,
        ),
        may=may.while_steered(row.plan_state),
    )


def money_of(row: ProjectRow) -> MoneyView:
    """Return a project's money by year and source; one query."""
    found: dict[tuple[int, str], dict[str, ProjectMoney]] = {}
    for money in ProjectMoney.objects.filter(project=row.id, superseded_at=None):
        found.setdefault((money.year, money.source), {})[money.kind] = money
    order = {source: place for place, source in enumerate(MoneySource.values)}
    rows = tuple(
        _row(year, source, found[(year, source)])
        for year, source in sorted(found, key=lambda key: (key[0], order[key[1]]))
    )
    totals = {
        kind: _total(kinds[kind] for kinds in found.values() if kind in kinds)
        for kind in ("planned", "arrived", "spent")
    }
    printed = row.money_fen if isinstance(row.money_fen, int) else 0
    gap = printed - totals["planned"]
    return MoneyView(
        rows=rows,
        planned=in_wan(totals["planned"]),
        arrived=in_wan(totals["arrived"]),
        spent=in_wan(totals["spent"]),
        arrived_share=_share(totals["arrived"], totals["planned"]),
        spent_share=_share(totals["spent"], totals["planned"]),
        printed=in_wan(printed) if printed else "",
        gap=in_wan(gap) if gap and printed and totals["planned"] else "",
    )


def in_wan(fen: int) -> str:
    """Return an amount of fen in 万元, exact, in groups of three."""
    return shown(fen, FEN_DECIMALS)


def _row(year: int, source: str, kinds: dict[str, ProjectMoney]) -> MoneyRow:
    planned = kinds["planned"].amount if "planned" in kinds else 0
    said = {kind: in_wan(money.amount) for kind, money in kinds.items()}
    shares = {kind: _share(money.amount, planned) for kind, money in kinds.items()}
    return MoneyRow(
        source=source,
        source_zh=MoneySource(source).label,
        year=year,
        planned=said.get("planned"),
        arrived=said.get("arrived"),
        spent=said.get("spent"),
        arrived_share=shares.get("arrived"),
        spent_share=shares.get("spent"),
        as_of=_latest(kinds.values()),
    )


def _latest(rows: Iterable[ProjectMoney]) -> date:
    return max(money.as_of for money in rows)


def _total(rows: Iterable[ProjectMoney]) -> int:
    return sum(money.amount for money in rows)


def _share(part: int, whole: int) -> int | None:
    return 1000 * part // whole if whole else None
