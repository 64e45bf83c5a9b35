"""The desk's duty: to export and erase what it wrote about one person's files."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from xueyou.domains.checks.models import (
    FOUND,
    WHY,
    BatchState,
    DeskBatch,
    DeskDecision,
    HomeVisit,
    Opening,
    Referral,
    SpotPick,
)
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.platform.files.api import void

ERASED = "（已删除）"


@personal_data_holder("desk", models=())
class DeskHolder:
    """Visits, referrals, spot checks and how often a file was opened; all hang on applications."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return them; not who opened a file, only when."""
        visits = HomeVisit.objects.filter(application__person=person).order_by("pk")
        referrals = Referral.objects.filter(application__person=person).order_by("pk")
        opened = Opening.objects.filter(application__person=person).order_by("pk")
        picks = SpotPick.objects.filter(application__person=person).order_by("pk")
        return {
            "visits": [
                {
                    "day": row.day.isoformat(),
                    "state": row.state,
                    "finding": row.finding,
                    "words": "" if row.words_enc is None else FOUND.text(row),
                }
                for row in visits
            ],
            "referred": [WHY.text(row) for row in referrals],
            "opened": [at.isoformat() for at in opened.values_list("at", flat=True)],
            "decided_in_batches": [
                {"at": str(row.batch.done_at), "does": row.does}
                for row in DeskDecision.objects.filter(application__person=person)
                .select_related("batch")
                .order_by("pk")
            ],
            "drawn_to_be_checked_again": picks.count(),
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Everything follows its application: nothing to move here."""

    def erase(self, person: Person, at: datetime) -> None:
        """Remove what was written in words; that a file was opened, visited, drawn, stays."""
        decided = DeskDecision.objects.filter(application__person=person)
        waiting = DeskBatch.objects.filter(
            call__applications__person=person, state__in=(BatchState.WRONG, BatchState.READY)
        )
        kept = DeskBatch.objects.filter(Q(decisions__in=decided) | Q(pk__in=waiting.values("pk")))
        for batch in kept.exclude(attachment=None).distinct():
            assert batch.attachment is not None
            void(batch.attachment)
        kept_keys = list(kept.values_list("pk", flat=True))
        decided.delete()
        DeskBatch.objects.filter(pk__in=kept_keys).update(attachment=None)
        for visit in HomeVisit.objects.filter(application__person=person):
            visit.visitors = ERASED
            if visit.words_enc is not None:
                for name, value in FOUND.columns(visit.uid, ERASED).items():
                    setattr(visit, name, value)
            visit.save()
        for referral in Referral.objects.filter(application__person=person):
            for name, value in WHY.columns(referral.uid, ERASED).items():
                setattr(referral, name, value)
            referral.save()
