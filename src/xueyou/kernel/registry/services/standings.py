"""Grant and void standings."""

from datetime import date

from xueyou.kernel.registry.models import Person, Standing
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.bonds import require_standing
from xueyou.kernel.registry.standings import Party, StandingKind, is_written
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import lock
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

LONGEST_REASON = 300


def grant(
    a: ActInProgress,
    kind: StandingKind,
    party: Organisation | Person,
    *,
    source: Ref,
    reason: str,
    valid_from: date,
    valid_to: date | None = None,
    scope: str = "",
    quantity: int | None = None,
    grade: str = "",
) -> Standing:
    """State that something holds of the party from a day to (not with) a day, because of a source.

    The same kind, party, scope and source a second time answers the row that stands. Raises
    RegistryRefused where that row says something else, or without a reason; ValueError for a kind
    that no room writes, the wrong sort of party, or a quantity that does not fit the kind.
    """
    _check(kind, party, quantity)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise RegistryRefused(f"理由要写，最多{LONGEST_REASON}个字。没有登记。")
    if valid_to is not None and valid_to <= valid_from:
        raise RegistryRefused("结束的日子要在开始之后。没有登记。")
    if isinstance(party, Person):
        require_standing(party)
    lock(party)
    whose = {kind.party.value: party}
    facts = {
        "quantity": quantity,
        "grade": grade,
        "reason": reason,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    found = Standing.objects.standing().filter(
        **whose, kind=kind.name, scope=scope, source_kind=source.kind, source_uid=source.uid
    )
    row = found.first()
    if row is None:
        row = Standing.objects.create(
            **whose,
            **facts,
            kind=kind.name,
            scope=scope,
            source_kind=source.kind,
            source_uid=source.uid,
            recorded_at=wall_now(),
        )
    elif any(getattr(row, name) != value for name, value in facts.items()):
        raise RegistryRefused(f"同一份依据已经登记过“{kind.zh}”，内容不同。请先作废原来的再登记。")
    assert isinstance(row, Standing)
    return row


def void_standing(a: ActInProgress, standing: Standing, *, why: str) -> None:
    """Void a standing: from now on nobody honours it; that it was honoured stays known."""
    lock(standing)
    if standing.voided_at is None:
        standing.voided_at, standing.voided_why = wall_now(), " ".join(why.split())[:200]
        standing.save(update_fields=["voided_at", "voided_why"])


def _check(kind: StandingKind, party: Organisation | Person, quantity: int | None) -> None:
    if not is_written(kind):
        raise ValueError(f"no room says that it writes standings of kind {kind.name}")
    if isinstance(party, Person) != (kind.party is Party.PERSON):
        raise ValueError(f"standing {kind.name} is about a {kind.party.value}")
    if quantity is not None and (not kind.quantity or quantity < 0):
        raise ValueError(f"standing {kind.name} takes no quantity {quantity}")
