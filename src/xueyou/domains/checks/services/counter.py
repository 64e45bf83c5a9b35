"""File at the counter for a guardian who cannot do it by telephone: no code is asked of anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import FILE_AT_COUNTER
from xueyou.kernel.calls.insiders import OwnKin, remember_kin
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.parties import ClaimedChild
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.deciding import SHOWN
from xueyou.kernel.calls.services.on_behalf import file_for
from xueyou.kernel.registry.names import clean_name
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.codes import CodeRefused, account_of_number
from xueyou.platform.accounts.phone_numbers import NumberRefused, mobile_number
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto import keyed_digest
from xueyou.platform.time import business_now

PAPERS = SHOWN
"""What of a guardian's papers may have been seen: code and words."""


@dataclass(frozen=True, slots=True)
class GuardianSeen:
    """Who stands at the counter, or sent somebody: the number is typed twice, a paper was seen."""

    name: str
    phone: str
    phone_again: str
    paper: str


def file_at_counter(
    *,
    actor: Actor,
    call_uid: UUID | str,
    guardian: GuardianSeen,
    child: ClaimedChild,
    answers: Mapping[str, str],
    wishes: Mapping[str, Sequence[str]],
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Hand in for a guardian; his account, by the number, sees it from then on. Return its uid.

    Raises NotFound, CallRefused (AnswersRefused, WindowClosed, OwnKin among them),
    RegistryRefused for a name or number that cannot be.
    """
    at = at or business_now()
    try:
        return _filed(actor, call_uid, guardian, child, answers, wishes, key, at)
    except IntegrityError:
        # The guardian began, or the other clerk, first by a moment: it is found now.
        return _filed(actor, call_uid, guardian, child, answers, wishes, key, at)
    except OwnKin:
        remember_kin(actor, target(actor, FILE_AT_COUNTER, call_uid), at=at)
        raise


def _filed(
    actor: Actor,
    call_uid: UUID | str,
    guardian: GuardianSeen,
    child: ClaimedChild,
    answers: Mapping[str, str],
    wishes: Mapping[str, Sequence[str]],
    key: str,
    at: datetime,
) -> UUID:
    request = {"call": str(call_uid), "said": _digest(guardian, child, answers, wishes)}
    with act(actor, desk_verbs.FILE_AT_COUNTER.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, FILE_AT_COUNTER, call_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        number = _number(guardian)
        if guardian.paper not in PAPERS:
            raise CallRefused("请选看过监护人的什么原件。没有交。")
        try:
            account = account_of_number(number, clean_name(guardian.name))
        except CodeRefused as refused:
            raise CallRefused(refused.zh) from None
        filed = file_for(
            a,
            guardian=account,
            call_uid=call.uid,
            party=child,
            answers=answers,
            wishes=wishes,
            at=at,
        )
        a.about("application", filed.uid, org_path=call.organisation.path)
        a.data = {"call": call.uid, "choices": filed.choices, "paper": guardian.paper}
        a.outcome = {"uid": str(filed.uid)}
        return filed.uid


def _number(guardian: GuardianSeen) -> str:
    try:
        first, second = mobile_number(guardian.phone), mobile_number(guardian.phone_again)
    except NumberRefused as refused:
        raise CallRefused(f"监护人的手机号：{refused.zh}没有交。") from None
    if first != second:
        raise CallRefused("两次填的手机号不一样，没有交。请再问一遍：填错了，别人会看到这个孩子。")
    return first


def _digest(
    guardian: GuardianSeen,
    child: ClaimedChild,
    answers: Mapping[str, str],
    wishes: Mapping[str, Sequence[str]],
) -> str:
    """Return what a repeated form must say again; it tells nobody what that was."""
    parts = [
        *(str(getattr(guardian, name)) for name in GuardianSeen.__dataclass_fields__),
        *(str(getattr(child, name)) for name in ClaimedChild.__dataclass_fields__),
        *(f"{name}={text}" for name, text in sorted(answers.items())),
        *(f"{name}={','.join(listed)}" for name, listed in sorted(wishes.items())),
    ]
    return keyed_digest("checks.counter", "|".join(parts))
