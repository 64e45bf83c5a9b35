"""Dated parameters: what a rule says in a jurisdiction from a day on, with its source.

A room declares each name it reads, in words and with a check of the value's shape. Resolution goes
up the tree: the nearest organisation with a row in force decides. What is shipped with the code
(`initial`) counts until somebody sets a row; it is 待核 like everything nobody has checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Value

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import KEEP_PARAMETERS
from xueyou.kernel.registry.models import Parameter
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.reading import NotFound, require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import overlaps
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

Check = Callable[[Any], str]
"""Returns "" for a value in the declared shape, otherwise why not, in words."""


@dataclass(frozen=True, slots=True)
class ParameterKind:
    """A name that some room reads. `initial` is (value, source) as shipped."""

    name: str
    zh: str
    check: Check
    initial: tuple[Any, str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What holds on a day. `since` is None for what is shipped and nobody has set."""

    value: Any
    source: str
    verified: bool
    since: date | None


class ParameterMissing(LookupError):
    """Nothing is set for the day, and nothing is shipped; `zh` says so."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


_kinds: dict[str, ParameterKind] = {}


def whole_between(least: int, most: int) -> Check:
    """Return a check for whole numbers in these bounds, both included, of what a parameter says."""

    def wrong(value: Any) -> str:
        right = type(value) is int and least <= value <= most
        return "" if right else f"要是{least}到{most}的整数。"

    return wrong


def parameter_kind(
    name: str, *, zh: str, check: Check, initial: tuple[Any, str] | None = None
) -> ParameterKind:
    """Declare a parameter once. Raises ValueError for a second one or a wrong initial value."""
    if name in _kinds:
        raise ValueError(f"parameter {name} is declared twice")
    if initial is not None and (why := check(initial[0])):
        raise ValueError(f"parameter {name}: {why}")
    return _kinds.setdefault(name, ParameterKind(name, zh, check, initial))


def parameter_kinds() -> list[ParameterKind]:
    """Return every declared parameter, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def parameter(name: str, organisation: Organisation, on: date, applies_to: str = "") -> Found:
    """Return what holds for the organisation on the day: its own row, else the nearest above.

    Raises KeyError for a name nobody declared, ParameterMissing.
    """
    kind = _kinds[name]
    row = (
        Parameter.objects.standing()
        .on(on)
        .annotate(whole=Value(organisation.path))
        .filter(name=name, applies_to=applies_to, whole__startswith=F("jurisdiction__path"))
        .order_by("-jurisdiction__depth")
        .first()
    )
    if row is not None:
        return Found(row.value, row.source, row.verified, row.valid_from)
    if kind.initial is None:
        raise ParameterMissing(
            f"“{kind.zh}”在{on:%Y年%-m月%-d日}还没有设定。请先设定并写明依据，再办这件事。"
        )
    value, source = kind.initial
    return Found(value, source, False, None)


def set_parameter(
    *,
    actor: Actor,
    name: str,
    organisation_uid: UUID | str,
    value: Any,
    source: str,
    valid_from: date,
    verified: bool = False,
    applies_to: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Let a parameter hold from a day on; return the row's uid.

    The row in force is voided and written again as one that ends that day. Raises RegistryRefused
    for a wrong shape, a missing source, or a day before a row that begins later; NotAllowed.
    """
    if name not in _kinds:
        raise RegistryRefused(f"没有“{name}”这个参数，没有设定。")
    _require_right(name, value, source)
    place = Organisation.objects.filter(uid=organisation_uid, closed_on=None).first()
    if place is None:
        raise NotFound
    if actor.kind != "system":
        require(actor, KEEP_PARAMETERS, path=place.path)
    request = {
        "name": name,
        "jurisdiction": str(place.uid),
        "applies_to": applies_to,
        "value": value,
        "source": source,
        "valid_from": valid_from.isoformat(),
        "verified": verified,
    }
    with act(actor, verbs.SET_PARAMETER.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(place)
        row, replaced = hold_from(
            place,
            name,
            value,
            source=source,
            valid_from=valid_from,
            verified=verified,
            applies_to=applies_to,
        )
        a.about("parameter", row.uid, org_path=place.path)
        a.data = {
            "name": name,
            "jurisdiction": place.uid,
            "valid_from": valid_from.isoformat(),
            "verified": verified,
            "replaces": replaced,
        }
        a.outcome = {"uid": str(row.uid)}
        return row.uid


def hold_from(
    place: Organisation,
    name: str,
    value: Any,
    *,
    source: str,
    valid_from: date,
    verified: bool = False,
    applies_to: str = "",
) -> tuple[Parameter, UUID | None]:
    """Write a parameter inside an open act that has locked `place`; return also what it replaces.

    Who may is for the caller to ask. Raises RegistryRefused.
    """
    _require_right(name, value, source)
    replaced = end_what_holds(name, place, applies_to, valid_from)
    row = Parameter.objects.create(
        name=name,
        jurisdiction=place,
        applies_to=applies_to,
        value=value,
        source=source.strip(),
        verified=verified,
        valid_from=valid_from,
        recorded_at=wall_now(),
    )
    return row, replaced


def _require_right(name: str, value: Any, source: str) -> None:
    kind = _kinds[name]
    if why := kind.check(value):
        raise RegistryRefused(f"“{kind.zh}”的值不对：{why}没有设定。")
    if not source.strip():
        raise RegistryRefused("要写明依据（文件名、文号；没有核对过的写“待核”）。没有设定。")


def end_what_holds(
    name: str, place: Organisation, applies_to: str, valid_from: date
) -> UUID | None:
    """End a parameter of an organisation on a day, inside an open act that has locked it.

    Return what was ended; None: nothing held. Raises RegistryRefused where a later row begins.
    """
    rows = Parameter.objects.standing().filter(
        overlaps(valid_from, None), name=name, jurisdiction=place, applies_to=applies_to
    )
    found = list(rows)
    if any(row.valid_from > valid_from for row in found):
        raise RegistryRefused("更晚的日子已经设定过这个参数，不能在它前面再插一段。没有设定。")
    for row in found:
        row.voided_at = wall_now()
        row.save(update_fields=["voided_at"])
        if row.valid_from < valid_from:
            kept = {
                field.name: getattr(row, field.name)
                for field in Parameter._meta.concrete_fields
                if field.name not in {"id", "uid", "valid_to", "recorded_at", "voided_at"}
            }
            Parameter.objects.create(**kept, valid_to=valid_from, recorded_at=row.voided_at)
    return found[0].uid if found else None
