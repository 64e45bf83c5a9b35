"""Putting a drawn list up: by a signed order, name and class only, on paper at the gate.

The list is no publication on the internet: names of children do not go there. Families see their
own child's class when they sign in.
"""

import json
from datetime import datetime, timedelta
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, DivisionState, Lot
from xueyou.domains.classes.paper_kinds import KIND, list_lot, order_body, order_title
from xueyou.domains.classes.parameters import GATE_DAYS
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.keeping import keep, kept, written
from xueyou.domains.classes.services.placing import class_zh, place_in_classes
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

GATE = "gate.json"
SCHEMA = "class-gate/1"


def draft_order(
    *,
    actor: Actor,
    division_uid: UUID | str,
    number_code: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Draft the order to put the list up; return the paper. Raises NotFound, ClassesNotDone."""
    request = {"division": str(division_uid), "number_code": number_code}
    with act(actor, verbs.DRAFT_ORDER.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["paper"])
        a.lock(division)
        _require_drawn(division)
        assert isinstance(actor.user, User)
        paper = draft(
            a,
            kind=KIND,
            organisation=division.school,
            year=a.business_at.year,
            title=order_title(division),
            content={
                "organ": division.school.name,
                "number_code": number_code,
                "addressee": "",
                "body": order_body(division),
                "signer_line": division.school.name,
            },
            subject_kind="division",
            subject_uid=division.uid,
            by=actor.user,
        )
        division.paper_uid = paper.uid
        division.save(update_fields=["paper_uid"])
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"paper": paper.uid}
        a.outcome = {"paper": str(paper.uid)}
        return paper.uid


def issue_list(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Put the list up as the signed order says; memberships carry the class from now on.

    Returns how many pupils. Raises NotFound, NotSigned, ClassesNotDone.
    """
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    rows = _rows(division)
    lot = _lot_of(division)
    gate = canonical_json({"schema": SCHEMA, "rows": [list(row) for row in rows]})
    request = {"division": str(division_uid)}
    with (
        written(lot.uid, {GATE: gate}) as copies,
        act(actor, verbs.ISSUE.name, at=at, key=key, request=request) as a,
    ):
        division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return int(a.outcome["pupils"])
        a.lock(division)
        _require_drawn(division)
        paper = signed_paper(division.paper_uid or lot.uid, kind=KIND, subject_uid=division.uid)
        if _rows(division) != rows:
            raise ClassesNotDone("刚刚有学生的姓名改过，没有公布。请再办一次。")
        keep(a, copies, division.school, GATE_DAYS)
        pupils = list(division.pupils.filter(given__isnull=False).select_related("person"))
        placed = place_in_classes(a, division, pupils)
        division.state, division.issued_at = DivisionState.ISSUED, a.business_at
        division.gate_sha256 = sha256_hex(gate)
        division.save(update_fields=["state", "issued_at", "gate_sha256"])
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"paper": paper.uid, "gate_sha256": division.gate_sha256, "pupils": placed}
        a.outcome = {"pupils": placed}
        return placed


def gate_list(
    *, actor: Actor, division_uid: UUID | str, at: datetime | None = None
) -> list[tuple[str, str]]:
    """Return (class, name) as it was put up, as long as it may hang there. An act says who took it.

    Raises NotFound, ClassesNotDone.
    """
    with act(actor, verbs.FETCH_GATE.name, at=at) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if division.state != DivisionState.ISSUED or division.issued_at is None:
            raise ClassesNotDone("名单还没有公布，或者已经作废，没有可以张贴的。")
        days = int(parameter(GATE_DAYS, division.school, a.business_at.date()).value)
        if a.business_at >= division.issued_at + timedelta(days=days):
            raise ClassesNotDone(
                f"名单张贴{days}天，已经到期，不再给出。学生和家长在自己的页面上看得到班级。"
            )
        data = kept(_lot_of(division), GATE).get(GATE, b"")
        if sha256_hex(data) != division.gate_sha256:
            raise ClassesNotDone("保存的名单和公布时的摘要不一样，有人动过。请告诉教育局。")
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"gate_sha256": division.gate_sha256}
    return [(row[0], row[1]) for row in json.loads(data)["rows"]]


def _rows(division: Division) -> list[tuple[str, str]]:
    """Return (class, name) by class, names by their sound."""
    pupils = division.pupils.filter(given__isnull=False, late=False).select_related("person")
    ordered = sorted(pupils, key=lambda one: (one.given or 0, one.person.sort_key, one.code))
    return [(class_zh(one.given or 0), one.person.name) for one in ordered]


def _lot_of(division: Division) -> Lot:
    if division.state not in (DivisionState.DRAWN, DivisionState.ISSUED):
        raise ClassesNotDone(_NOT_DRAWN)
    return list_lot(division)


def _require_drawn(division: Division) -> None:
    if division.state != DivisionState.DRAWN:
        raise ClassesNotDone(_NOT_DRAWN)


_NOT_DRAWN = "名单还没有抽出来，或者已经公布、作废，这一步现在不能办。没有办理。"
