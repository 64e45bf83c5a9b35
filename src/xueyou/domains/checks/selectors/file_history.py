"""What was done about one file, by hand and in batches, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xueyou.domains.checks.desk_verbs import OF_BATCHES
from xueyou.domains.checks.desk_verbs import OPEN_FILE as OPENED
from xueyou.domains.checks.models import DeskDecision, Does
from xueyou.kernel.calls.models import Application, Attestation, AttestationSource
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.verbs import verb_named

LATEST = 30
NO_WORK = (OPENED.name, *(verb.name for verb in OF_BATCHES))
"""Acts that name a file without working on it: looks, and batches that name their first."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done about the file."""

    at: datetime
    words: str
    why: str


def history_of(one: Application) -> list[Happened]:
    """Return what was done, the newest first; not who looked at it."""
    about = Q(subject_uid=one.uid) & ~Q(verb__in=NO_WORK)
    rows = Act.objects.filter(about).order_by("-id")[:LATEST]
    found = [Happened(row.business_at, verb_named(row.verb).zh, "") for row in rows]
    batches = DeskDecision.objects.filter(application=one).select_related("batch")
    for row in batches.order_by("-pk")[:LATEST]:
        if row.batch.done_at is not None:
            found.append(Happened(row.batch.done_at, f"成批核对：{Does(row.does).label}", ""))
        if row.batch.undone_at is not None:
            found.append(Happened(row.batch.undone_at, "撤销成批核对", ""))
    told = Attestation.objects.filter(application=one, option=None).exclude(source="officer")
    found += [
        Happened(row.observed_at, f"{AttestationSource(row.source).label}答复", row.worst)
        for row in told.order_by("-pk")[:LATEST]
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:LATEST]
