"""What becomes of an office's word once the family changes an answer that it rests on."""

from collections.abc import Collection, Mapping
from typing import Any

from xueyou.kernel.calls.answers import attested_of, sealed_facts
from xueyou.kernel.calls.kinds import CallKind
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.services.attesting import worst_of
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7

CHANGED = "changed"
"""Why a fact is in doubt: the family has answered otherwise since."""


def doubt_what_rested_on(
    a: ActInProgress,
    application: Application,
    kind: CallKind,
    before: Mapping[str, str],
    now: Mapping[str, str],
) -> None:
    """Let what offices said of changed answers count as differing, until they are asked again.

    The application is locked by the open act. What they said is kept as they said it, with its day.
    """
    changed = {name for name in {*before, *now} if before.get(name, "") != now.get(name, "")}
    touched: dict[str, set[str]] = {}
    for question in kind.questions:
        if changed & set(question.rests_on):
            for source in question.sources:
                touched.setdefault(str(source), set()).update(question.facts)
    if not touched:
        return
    rows = Attestation.objects.filter(
        application=application, option=None, superseded_at=None, source__in=touched
    )
    for row in rows:
        _doubt(a, row, touched[row.source])


def _doubt(a: ActInProgress, row: Attestation, names: Collection[str]) -> None:
    said = attested_of(row)
    found = {
        name: {**fact, "s": "differs", "why": CHANGED}
        if name in names and fact["s"] != "no_answer"
        else fact
        for name, fact in said.items()
    }
    if found == said:
        return
    uid = uuid7()
    hidden: dict[str, Any] = {name: fact for name, fact in found.items() if name not in row.body}
    Attestation.objects.filter(pk=row.pk).update(superseded_at=a.at)
    Attestation.objects.create(
        uid=uid,
        application_id=row.application_id,
        source=row.source,
        body={name: fact for name, fact in found.items() if name in row.body},
        worst=worst_of(fact["s"] for fact in found.values()),
        observed_at=row.observed_at,
        recorded_at=a.at,
        batch_blob_id=row.batch_blob_id,
        act_uid=a.uid,
        **sealed_facts(uid, hidden),
    )
