"""The folder of a division: exactly what `xueyou classes` reads, made from what was entered."""

import json
from collections.abc import Mapping

from xueyou.domains.classes.models import (
    VALUES,
    Demand,
    DemandKind,
    DemandState,
    Division,
    GradePupil,
)
from xueyou.domains.classes.parameters import RULES as RULES_PARAMETER
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.placing import still_here
from xueyou.kernel.registry.models import Sex
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.time import business_today
from xueyou.rulebook.classes import folders
from xueyou.rulebook.classes.rules import SCHEMA

HEAD, SEX, MONTH = "编号", "性别", "出生年月"
DEMAND_HEADS = {
    DemandKind.TOGETHER: "同班组",
    DemandKind.APART: "分开组",
    DemandKind.SPREAD: "分散组",
    DemandKind.FIXED: "固定班",
}
_SEXES = {Sex.MALE.value: "男", Sex.FEMALE.value: "女"}


def folder_of(division: Division, *, late: bool = False) -> dict[str, bytes]:
    """Return roster.csv, rules.yaml and run.json. `late`: who came since and who is still here.

    No name, no number of a document: a pupil is his code.
    """
    pupils = list(division.pupils.filter(left_at=None).select_related("person").order_by("code"))
    if late:
        pupils = still_here(division, pupils)
        sizes = [sum(p.given == c for p in pupils) for c in range(1, division.classes + 1)]
    else:
        pupils = [pupil for pupil in pupils if not pupil.late]
        least, more = divmod(len(pupils), division.classes)
        sizes = [least + (c < more) for c in range(division.classes)]
    if not pupils or not min(sizes):
        raise ClassesNotDone("名单上的学生比班还少，分不了。请核对名单和班数。")
    demands = _demands(division)
    heads = [HEAD, SEX, MONTH, *division.columns, *DEMAND_HEADS.values()]
    rows = [_row(division, pupil, demands) for pupil in pupils]
    return {
        folders.ROSTER: folders.roster_csv(heads, rows),
        folders.RULES: _rules(division),
        folders.ORDER: folders.order(
            sizes=sizes, scores=division.scores, score_source=division.score_source
        ),
    }


def _row(
    division: Division, pupil: GradePupil, demands: Mapping[str, Mapping[int, str]]
) -> tuple[str, ...]:
    values = json.loads(VALUES.text(pupil))
    born = pupil.person.born_on
    return (
        pupil.code,
        _SEXES.get(pupil.person.sex, ""),
        "" if born is None else f"{born:%Y-%m}",
        *(values.get(head, "") for head in division.columns),
        *(demands[kind.value].get(pupil.pk, "") for kind in DEMAND_HEADS),
    )


def _demands(division: Division) -> dict[str, dict[int, str]]:
    """Return what stands in the columns of demands, by kind and pupil."""
    found: dict[str, dict[int, str]] = {kind.value: {} for kind in DEMAND_HEADS}
    standing = Demand.objects.filter(division=division, state=DemandState.STANDING)
    for number, demand in enumerate(standing.order_by("pk").prefetch_related("members"), 1):
        word = f"要求{number}"
        if demand.kind == DemandKind.FIXED:
            word = str(demand.class_number)
        column = found[demand.kind]
        for member in demand.members.all():
            before = column.get(member.pupil_id)
            column[member.pupil_id] = word if before is None else f"{before}、{word}"
    return found


def _rules(division: Division) -> bytes:
    text = str(parameter(RULES_PARAMETER, division.school, business_today()).value)
    if not text:
        text = f"schema: {SCHEMA}\ntitle: 没有当地的规则，用通常的做法\nstage: {division.stage}\n"
    return text.encode()
