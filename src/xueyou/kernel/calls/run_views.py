"""What those who keep a call see of its runs and appeals: a view's fields are its whitelist."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.kernel.calls.models import RunPurpose, RunState, Verdict
from xueyou.kernel.calls.run_access import APPEALS, RUNS
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.views import computed, source, view_of


def _purpose(code: str) -> str:
    return str(RunPurpose(code).label)


def _state(code: str) -> str:
    return str(RunState(code).label)


def _verdict(code: str) -> str:
    return str(Verdict(code).label)


def _rehearsed(certificate: dict[str, Any] | None) -> bool:
    return bool(certificate and certificate["rehearsal"])


def _applicants(certificate: dict[str, Any] | None) -> int | None:
    counted = _counts(certificate)
    return max(one["applicants"] for one in counted) if counted else None


def _placed(certificate: dict[str, Any] | None) -> int | None:
    counted = _counts(certificate)
    return sum(one["placed"] for one in counted) if counted else None


def _counts(certificate: dict[str, Any] | None) -> list[dict[str, Any]]:
    if certificate is None:
        return []
    return [lane["certificate"]["counts"] for lane in certificate["lanes"]]


def _masked(person: str | None, claim: str | None, organisation: str | None) -> str:
    name = person or claim
    return masked_name(name) if name else organisation or ""


@view_of(RUNS)
class RunRow:
    """A line of the register of runs. `rehearsed`: with a clock that was moved; counts are those
    of its certificate, None while there is none. `placed` counts a place in each lane.
    """

    uid: UUID
    round: UUID = source("round__uid")
    ordinal: int
    purpose: str
    purpose_zh: str = computed(_purpose, "purpose")
    state: str
    state_zh: str = computed(_state, "state")
    reason: str
    replaces: UUID | None = source("replaces__uid")
    rehearsed: bool = computed(_rehearsed, "certificate")
    applicants: int | None = computed(_applicants, "certificate")
    placed: int | None = computed(_placed, "certificate")
    input_sha256: str
    result_sha256: str
    order_uid: UUID | None
    ordered_at: datetime | None
    rolling: bool
    took_effect_at: datetime | None
    reply_by: datetime | None
    job_uid: UUID | None
    prepared_at: datetime
    finished_at: datetime | None
    failure: str


@view_of(APPEALS)
class AppealRow:
    """An appeal in the list of those who answer: state open, upheld or kept."""

    uid: UUID
    receipt_no: str = source("decision__application__receipt_no")
    child: str = computed(
        _masked,
        "decision__application__person__name",
        "decision__application__claim__name",
        "decision__application__organisation__name",
    )
    lane: str = source("decision__lane")
    verdict: str = computed(_verdict, "decision__verdict")
    option: str | None = source("decision__option__title")
    made_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
