"""Personal data in results: what is said to a family, its replies, its appeals."""

from datetime import datetime
from typing import Any

from xueyou.kernel.calls.effective import counting
from xueyou.kernel.calls.models import Appeal, Decision, Offer, OfferState
from xueyou.kernel.calls.models.sealed import APPEALED, EXPLAINED
from xueyou.kernel.calls.services.loading import unpacked
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder


@personal_data_holder("calls.results", models=[])
class ResultsHolder:
    """Results follow the application. Run archives stay sealed until their retention ends."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return published results with their sentences, offers with replies, and appeals."""
        decisions = Decision.objects.filter(counting(), application__person=person).select_related(
            "run__round", "option"
        )
        offers = Offer.objects.filter(application__person=person).exclude(state=OfferState.STAGED)
        appeals = Appeal.objects.filter(decision__application__person=person)
        return {
            "results": [_result(one) for one in decisions.order_by("pk")],
            "offers": [_offer(one) for one in offers.select_related("option").order_by("pk")],
            "appeals": [_appeal(one) for one in appeals.order_by("pk")],
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Nothing: results point to the application, which is moved."""

    def erase(self, person: Person, at: datetime) -> None:
        """Remove the sentences and the family's words; verdicts and places stay, as counts do."""
        Decision.objects.filter(application__person=person).update(
            explanation_enc=None, enc_key_id=""
        )
        for appeal in Appeal.objects.filter(decision__application__person=person):
            for name, value in APPEALED.columns(appeal.uid, "").items():
                setattr(appeal, name, value)
            appeal.answer = ""
            appeal.save()


def _result(row: Decision) -> dict[str, Any]:
    told = unpacked(EXPLAINED.text(row)) if row.explanation_enc is not None else {}
    return {
        "lane": row.lane,
        "verdict": row.verdict,
        "option": "" if row.option is None else row.option.title,
        "waiting_no": row.waiting_no,
        "reason": row.reason,
        "told": told,
    }


def _offer(row: Offer) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "option": row.option.title,
        "state": row.state,
        "cause": row.cause,
        "made_at": row.made_at.isoformat(),
        "replied_at": row.replied_at.isoformat() if row.replied_at else None,
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "words": APPEALED.text(row),
        "made_at": row.made_at.isoformat(),
        "state": row.state,
        "answer": row.answer,
    }
