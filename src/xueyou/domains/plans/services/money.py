"""Money of a project by source and year: planned, arrived, spent. Restated by superseding."""

from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.steering import REPORT_PROJECT
from xueyou.domains.plans.models import MoneySource, Project, ProjectMoney
from xueyou.domains.plans.numbers import NumberRefused, scaled
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.days import YEARS
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.notes import about_owner
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

KINDS = {"planned": "计划", "arrived": "到位", "spent": "支出"}
FEN_DECIMALS = 6
"""Amounts are typed in 万元: six decimals are a fen."""


def record_money(
    *,
    actor: Actor,
    project_uid: UUID | str,
    kind: str,
    source: str,
    year: int,
    amount: str,
    as_of: date,
    key: str,
    at: datetime | None = None,
) -> None:
    """Record how much of a project's money is planned, arrived or spent in a year, in 万元.

    `kind` is a key of KINDS, `source` a MoneySource. The amount is the year's whole up to `as_of`;
    a second record of the same kind, source and year restates the first, which stays as history.
    More may arrive than was planned. Raises NotFound, or PlanRefused (fields kind, source, year,
    amount, as_of).

        record_money(actor=hanwei, project_uid=school, kind="arrived", source="city", year=2026,
                     amount="3200", as_of=date(2026, 6, 30), key="…", at=july_the_second)
    """
    request = {
        "money": [str(project_uid), kind, source, year, amount, as_of.isoformat()],
    }
    with act(actor, task_verbs.RECORD_MONEY.name, at=at, key=key, request=request) as a:
        project = target(actor, REPORT_PROJECT, project_uid)
        assert isinstance(project, Project)
        if a.repeated:
            return
        hold_open(a, project.plan, project)
        wrong = _wrong(kind, source, year, as_of, a.business_at.date())
        fen = 0
        try:
            fen = scaled(amount, FEN_DECIMALS)
        except NumberRefused as refused:
            wrong["amount"] = refused.zh
        refuse_if(wrong)
        place = {"project": project, "kind": kind, "source": source, "year": year}
        standing = ProjectMoney.objects.filter(**place, superseded_at=None).first()
        if standing is not None and standing.amount == fen:
            raise PlanRefused({"amount": "和原来记的一样，没有改动。"})
        if standing is not None:
            standing.superseded_at = a.at
            standing.save(update_fields=["superseded_at"])
        ProjectMoney.objects.create(
            **place, amount=fen, as_of=as_of, recorded_at=a.at, act_uid=a.uid
        )
        about_owner(a, project)
        a.data = {"kind": kind, "source": source, "year": year, "amount": fen}


def _wrong(kind: str, source: str, year: int, as_of: date, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in KINDS:
        wrong["kind"] = "请选计划、到位还是支出。"
    if source not in MoneySource.values:
        wrong["source"] = "请选资金来自哪一级。"
    if year not in YEARS:
        wrong["year"] = "请填四位年份，例如2026。"
    if as_of > today and kind != "planned":
        wrong["as_of"] = "这一天还没有到，到位和支出只能报到今天为止。"
    return wrong
