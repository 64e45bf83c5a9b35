"""The facts of a home: its code, its family's, and when which family used it last.

Everything as it was known at a moment: an entry imported, settled or taken back later changes
nothing of a round that is frozen. Codes are keyed digests: whoever has a run's folder cannot read
an address out of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from xueyou.domains.enrolment.families import families_of
from xueyou.domains.enrolment.homes import home_of
from xueyou.domains.enrolment.models import HOME, HomeState, HomeUse, HomeUser
from xueyou.domains.enrolment.services.homes import names_above
from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import Application, Round
from xueyou.kernel.calls.rules import rules_of
from xueyou.platform.crypto import blind_index, keyed_digest

FACT = "home"
AT_ONCE = 400
CODE = 16


def facts_of_homes(
    applications: Sequence[Applied], rounds: Mapping[int, Round], at: datetime
) -> dict[int, dict[str, str]]:
    """Return by application home, family, home_used_on and home_used_by.

    Only where the rules of the round ask for the home; a home without a door has no code, and no
    use is known of it.
    """
    found: dict[int, dict[str, str]] = {}
    asked = [one for one in applications if one.id in rounds and _asks(rounds[one.id])]
    for start in range(0, len(asked), AT_ONCE):
        found |= _facts(asked[start : start + AT_ONCE], rounds, at)
    return found


def _asks(round_: Round) -> bool:
    return round_.rulebook_id is not None and FACT in rules_of(round_).facts


def _facts(
    asked: Sequence[Applied], rounds: Mapping[int, Round], at: datetime
) -> dict[int, dict[str, str]]:
    families = families_of(asked, at)
    homes = _homes(asked)
    uses = _uses(homes.values(), rounds, at)
    found: dict[int, dict[str, str]] = {}
    for one in asked:
        own = families[one.id]
        family = _code("family", own.name)
        facts = {"family": family}
        plain = homes.get(one.id)
        if plain is not None:
            facts["home"] = _code("home", plain)
            last = uses.get((rounds[one.id].call_id, plain))
            if last is not None:
                facts["home_used_on"] = last.use.valid_from.isoformat()
                same = last.use.person_id in own.people or bool(last.numbers & own.numbers)
                facts["home_used_by"] = family if same else _code("use", str(last.use.uid))
        found[one.id] = facts
    return found


@dataclass(frozen=True, slots=True)
class _Used:
    use: HomeUse
    numbers: frozenset[bytes]


def _homes(asked: Sequence[Applied]) -> dict[int, str]:
    """Return the homes that say which door they are, in their one spelling."""
    rows = Application.objects.filter(pk__in=[one.id for one in asked])
    counties = {
        one.pk: one.call.organisation
        for one in rows.only("call").select_related("call__organisation")
    }
    above = {county.pk: names_above(county) for county in set(counties.values())}
    found: dict[int, str] = {}
    for one in asked:
        address = one.answers.get("road", "") + one.answers.get("door", "")
        home = home_of(address, above[counties[one.id].pk])
        if home.certain:
            found[one.id] = home.plain
    return found


def _uses(
    homes: Iterable[str], rounds: Mapping[int, Round], at: datetime
) -> dict[tuple[int, str], _Used]:
    """Return the last use of each home in each call's county and stage."""
    plain_of: dict[bytes, str] = {}
    for plain in set(homes):
        index = blind_index(HOME, plain)
        plain_of |= {value: plain for value in (index.value, index.next) if value is not None}
    found: dict[tuple[int, str], _Used] = {}
    for round_ in {one.pk: one for one in rounds.values()}.values():
        call = round_.call
        rows = (
            HomeUse.objects.known(at)
            .filter(
                _by_index(plain_of),
                organisation=call.organisation_id,
                stage=call.settings.get("stage", ""),
                state=HomeState.CERTAIN,
                year__lte=call.year,
            )
            .order_by("valid_from", "recorded_at", "pk")
        )
        uses = list(rows)
        numbers = _numbers_of(uses)
        for use in uses:
            plain = plain_of.get(bytes(use.bidx)) or plain_of[bytes(use.bidx_next or b"")]
            found[call.pk, plain] = _Used(use, frozenset(numbers.get(use.pk, ())))
    return found


def _by_index(values: Iterable[bytes]) -> Q:
    return Q(bidx__in=list(values)) | Q(bidx_next__in=list(values))


def _numbers_of(uses: Sequence[HomeUse]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = {}
    rows = HomeUser.objects.filter(use__in=[use.pk for use in uses])
    for use_id, value, following in rows.values_list("use_id", "bidx", "bidx_next"):
        found.setdefault(use_id, set()).update(_values(value, following))
    return found


def _values(*values: Any) -> set[bytes]:
    return {bytes(value) for value in values if value is not None}


def _code(what: str, text: str) -> str:
    return keyed_digest(f"enrolment.{what}", text)[:CODE]
