"""Personal data in calls: what is kept about a person, handed out, moved or removed."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from xueyou.kernel.calls import result_holder  # noqa: F401 - it enters itself
from xueyou.kernel.calls.answers import answers_of, attested_of, draft_of, sealed_answers
from xueyou.kernel.calls.models import Application, ApplicationState, Picture
from xueyou.kernel.calls.pictures import jpeg_of, remove
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused

OVER = (ApplicationState.WITHDRAWN,)


@personal_data_holder("calls", models=["calls.Application"])
class CallsHolder:
    """Applications of a person, with what sources said of them."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return each application: call, state, answers, draft, wishes, pictures, attestations."""
        rows = Application.objects.filter(person=person).select_related("call").order_by("id")
        return {"applications": [_exported(row) for row in rows]}

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move applications; refused where both persons have one that counts in the same call."""
        live = Application.objects.filter(person__in=[gone, keep], withdrawn_at=None)
        seen: dict[tuple[int, str], int | None] = {}
        for call, item, person in live.values_list("call_id", "item", "person_id"):
            if seen.setdefault((call, item), person) != person:
                raise RegistryRefused(
                    "这两份档案在同一项申报里各有一份申请，没有合并。请先撤回多出来的那一份。"
                )
        Application.objects.filter(person=gone).update(person=keep)

    def erase(self, person: Person, at: datetime) -> None:
        """Remove answers, drafts, pictures and attestations; that somebody asked, and when, stays.

        Refused while an application still counts in a call that is not over.
        """
        rows = Application.objects.filter(person=person)
        open_ = rows.exclude(state__in=OVER).exclude(call__state__in=("closed", "withdrawn"))
        if open_.exists():
            raise RegistryRefused("这个人还有申请正在办理，不能删除资料。请等办完，或先撤回申请。")
        for row in rows:
            row.draft_enc, row.draft_key_id, row.missing = None, "", []
            if row.answers_enc is not None:
                for name, value in sealed_answers(row.uid, {}, {}).items():
                    setattr(row, name, value)
            row.attestations.all().delete()
            remove(list(row.pictures.select_related("attachment")))
            row.save()


def _exported(row: Application) -> dict[str, Any]:
    wishes = row.choices.order_by("round__ordinal", "batch", "rank")
    said = row.attestations.filter(superseded_at=None).order_by("source", "id")
    return {
        "uid": str(row.uid),
        "receipt_no": row.receipt_no,
        "call": row.call.title,
        "year": row.year,
        "state": row.state,
        "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
        "answers": answers_of(row),
        "draft": dict(draft_of(row).answers) if row.draft_enc is not None else {},
        "wishes": [
            {"round": one.round.ordinal, "batch": one.batch, "rank": one.rank, "option": title}
            for one, title in (
                (w, w.option.title) for w in wishes.select_related("option", "round")
            )
        ],
        "missing": row.missing,
        "pictures": [_picture(one) for one in row.pictures.order_by("pk")],
        "attestations": [{"source": one.source, "facts": attested_of(one)} for one in said],
    }


def _picture(one: Picture) -> dict[str, Any]:
    return {
        "what": one.what,
        "why": one.why,
        "added_at": one.added_at.isoformat(),
        "handed_in_at": one.handed_in_at.isoformat() if one.handed_in_at else None,
        "jpeg_base64": b64encode(jpeg_of(one)).decode(),
    }
