"""What each audience may see of an application: the fields of a view are its whitelist."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.kernel.calls.access import APPLICATIONS, CALLS, ROUNDS
from xueyou.kernel.calls.models import ApplicationState
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.views import computed, source, view_of

_NAMES = ("person__name", "claim__name", "organisation__name")


def _whole(person: str | None, claim: str | None, organisation: str | None) -> str:
    return person or claim or organisation or ""


def _masked(person: str | None, claim: str | None, organisation: str | None) -> str:
    name = person or claim
    return masked_name(name) if name else organisation or ""


def _to_family(state: str) -> str:
    """A family is not told by us that another account says the same: a source speaks first."""
    return ApplicationState.SUBMITTED.value if state == ApplicationState.CONTESTED else state


def _changed(draft_enc: Any, submitted_at: datetime | None) -> bool:
    return draft_enc is not None and submitted_at is not None


def _bound(group_key: str) -> bool:
    return group_key != ""


@view_of(APPLICATIONS)
class FamilySees:
    """An application as the child's own family sees it. `changed`: there is a change in it that
    has not been handed in; what was handed in before counts. `bound`: to others of its family.
    """

    uid: UUID
    call: UUID = source("call__uid")
    title: str = source("call__title")
    year: int
    item: str
    child: str = computed(_whole, *_NAMES)
    person: UUID | None = source("person__uid")
    receipt_no: str
    state: str = computed(_to_family, "state")
    revision: int
    draft_key: UUID
    changed: bool = computed(_changed, "draft_enc", "submitted_at")
    saved_at: datetime
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    missing: list[dict[str, str]]
    sent_back: int
    bound: bool = computed(_bound, "group_key")


@view_of(APPLICATIONS)
class HomeSees:
    """A line of the list of those who answer for the applications."""

    uid: UUID
    receipt_no: str
    child: str = computed(_masked, *_NAMES)
    applicant_class: str
    state: str
    claim_state: str | None = source("claim__state")
    channel: str
    submitted_at: datetime | None
    sent_back: int


@view_of(CALLS)
class CallRow:
    """A call in the list of those who keep it."""

    uid: UUID
    kind: str
    year: int
    term: int | None
    title: str
    state: str
    revision: int
    settings: dict[str, str]
    organisation: str = source("organisation__name")


@view_of(ROUNDS)
class RoundRow:
    """A round in the list of those who keep it."""

    uid: UUID
    call: UUID = source("call__uid")
    ordinal: int
    kind: str
    mode: str
    state: str
    opens_at: datetime
    closes_at: datetime
    frozen_at: datetime | None
    reply_by: datetime | None
    embargo_until: datetime | None
    published_at: datetime | None
    revision: int
    rulebook_sha256: str
