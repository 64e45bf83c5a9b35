"""What sources say of applications: one row a source, the word before superseded, never edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.answers import attested_of, sealed_facts
from xueyou.kernel.calls.insiders import OwnKin, near, require_impartial
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Application,
    Attestation,
    AttestationSource,
    Option,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of, wrong_fact
from xueyou.kernel.calls.windows import held_for_good
from xueyou.kernel.deadlines.terms import city_day
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.files.models import Blob
from xueyou.rulebook.language.model import Rulebook as Rules

Says = Literal["agrees", "differs", "no_answer", "stated"]
SAYS = ("differs", "no_answer", "agrees", "stated")
"""From what a person must look at most to what needs nobody."""
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source says of one fact: the value it has (canonical text), and how that stands
    beside what the family said. `why` is a code. With "no_answer" the value is empty.
    """

    value: str
    says: Says = "stated"
    why: str = ""


Facts = Mapping[str, Fact]


def attest(
    a: ActInProgress,
    application: Application,
    source: str,
    facts: Facts,
    *,
    observed_at: datetime,
    option: Option | None = None,
    blob: Blob | None = None,
) -> Attestation | None:
    """Write down what a source says, inside an open act; None where it said the same before.

    Facts that the rulebook calls sensitive are sealed. Raises CallRefused for facts nobody asks
    for, for values that the rules cannot read, once the round is frozen.
    """
    written = attest_many(
        a, [(application, facts)], source, observed_at=observed_at, option=option, blob=blob
    )
    return written[0] if written else None


def attest_many(
    a: ActInProgress,
    rows: Sequence[tuple[Application, Facts]],
    source: str,
    *,
    observed_at: datetime,
    option: Option | None = None,
    blob: Blob | None = None,
    laid_over: bool = False,
) -> list[Attestation]:
    """Write down what one source says of many applications of one call; return what is new.

    An application stands in `rows` once. `laid_over`: what the source said of other facts before
    stays, and "no_answer" leaves an earlier answer alone.

    Raises CallRefused as `attest`, naming the first row;
    OwnKin where one of them is too near to who acts (kernel.calls.insiders).
    """
    if not rows:
        return []
    if near(a.actor, [application for application, _ in rows]):
        raise OwnKin
    rules, kind = _rules_for(rows), kind_of(rows[0][0].call.kind)
    kept = [(application, _kept(rules, kind.fact_names, facts)) for application, facts in rows]
    current = _current([one.pk for one, _ in rows], AttestationSource(source), option)
    made, over = [], []
    for application, body in kept:
        before = current.get(application.pk)
        if before is not None:
            if laid_over:
                body = _laid_over(before, body)
            if attested_of(before) == body:
                continue
            over.append(before.pk)
        made.append(_row(a, application, source, body, rules, observed_at, option, blob))
    for start in range(0, len(over), AT_ONCE):
        Attestation.objects.filter(pk__in=over[start : start + AT_ONCE]).update(superseded_at=a.at)
    return Attestation.objects.bulk_create(made, batch_size=AT_ONCE)


def record_attestation(
    *,
    actor: Actor,
    application_uid: UUID | str,
    source: str,
    facts: Facts,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note what a source says of one application: a clerk at his desk. NotFound, CallRefused."""
    said = {name: [fact.value, fact.says, fact.why] for name, fact in facts.items()}
    request = {"application": str(application_uid), "source": source, "facts": said}
    require_impartial(actor, application_uid, at=at)
    with act(actor, verbs.ATTEST.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        if a.repeated:
            return
        a.lock(application)
        attest(a, application, source, facts, observed_at=a.business_at)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": application.call.uid, "source": source, "facts": sorted(facts)}


def weigh(application: Application, words: Sequence[int] | None = None) -> None:
    """Note that an application, locked by an open act, is passed with these words (None: all)."""
    rows = Attestation.objects.filter(application=application, superseded_at=None, weighed=False)
    if words is not None:
        rows = rows.filter(pk__in=words)
    rows.update(weighed=True)


def take_back(a: ActInProgress, made: Sequence[Attestation]) -> None:
    """Undo what `attest_many` made: the word before it counts again, as if nothing had been said.

    Raises CallRefused where a round is frozen, an application is decided, or the source has said
    something else since.
    """
    for round_ in Round.objects.filter(applications__attestations__in=[one.pk for one in made]):
        held_for_good(round_)
        if round_.state != RoundState.ANNOUNCED:
            raise CallRefused("这一轮已经封存，核对结果不能再改，没有撤销。")
    if _decided([one.application_id for one in made]):
        raise CallRefused("其中有申请已经在定结果，核对结果不能再改，没有撤销。")
    if any(one.superseded_at is not None for one in made):
        raise CallRefused("这一处后来又有了新的说法，先前的不能再撤销。没有改动。")
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        keys = {(one.application_id, one.option_id, one.source, one.recorded_at) for one in some}
        before = Attestation.objects.filter(
            application__in=[one.application_id for one in some],
            superseded_at__in={one.recorded_at for one in some},
        )
        again = [
            one.pk
            for one in before
            if (one.application_id, one.option_id, one.source, one.superseded_at) in keys
        ]
        Attestation.objects.filter(pk__in=[one.pk for one in some]).delete()
        Attestation.objects.filter(pk__in=again).update(superseded_at=None)


def _laid_over(before: Attestation, body: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return a new word laid over the one before; "on" is the day of what stays from it."""
    said = attested_of(before)
    found = dict(body)
    for name, fact in said.items():
        new = found.get(name)
        silent = new is not None and new["s"] == "no_answer" and fact["s"] != "no_answer"
        if new is None or silent or new == {key: fact[key] for key in ("v", "s", "why")}:
            on = fact.get("on") or city_day(before.observed_at).isoformat()
            found[name] = {**fact, "on": on}
    return said if _undated(found) == _undated(said) else found


def _undated(body: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {name: {k: v for k, v in fact.items() if k != "on"} for name, fact in body.items()}


def _rules_for(rows: Iterable[tuple[Application, Facts]]) -> Rules:
    """Hold the rounds of these applications as they are; return the rules of their call."""
    rounds: dict[int, Round] = {}
    for application, _ in rows:
        if application.round_id is None:
            raise CallRefused("这份申请还没有交，没有什么可核对的。没有登记。")
        if application.round_id not in rounds:
            round_ = application.round
            assert round_ is not None
            held_for_good(round_)
            if round_.state != RoundState.ANNOUNCED:
                raise CallRefused("这一轮已经封存，核对结果不能再改，没有登记。")
            rounds[round_.pk] = round_
    if any(one.mode == RoundMode.ROLLING for one in rounds.values()):
        pks = [application.pk for application, _ in rows]
        if _decided(pks):
            raise CallRefused("这份申请已经在定结果，核对结果不能再改，没有登记。")
    return rules_of(max(rounds.values(), key=lambda one: one.ordinal))


def _decided(pks: Sequence[int]) -> bool:
    """Return whether one of these applications is being decided in a rolling round, or was."""
    rows = Application.objects.filter(decided_in__isnull=False)
    return any(
        rows.filter(pk__in=pks[start : start + AT_ONCE]).exists()
        for start in range(0, len(pks), AT_ONCE)
    )


def _kept(rules: Rules, names: Sequence[str], facts: Facts) -> dict[str, dict[str, str]]:
    if not facts:
        raise CallRefused("没有写明核对的是什么，没有登记。")
    body = {}
    for name, fact in facts.items():
        if name not in names:
            raise CallRefused(f"这一项申报不核对“{name}”，没有登记。请去掉这一项。")
        if fact.says not in SAYS or (fact.says == "no_answer") != (fact.value == ""):
            raise CallRefused("核对结果写得不全：查不到的不写数值，查到的要写数值。没有登记。")
        wrong = wrong_fact(rules, name, fact.value) if fact.value else ""
        if wrong:
            raise CallRefused(f"{wrong}没有登记。")
        body[name] = {"v": fact.value, "s": fact.says, "why": fact.why}
    return body


def _current(
    application_ids: Sequence[int], source: str, option: Option | None
) -> dict[int, Attestation]:
    found: dict[int, Attestation] = {}
    for start in range(0, len(application_ids), AT_ONCE):
        rows = Attestation.objects.filter(
            application__in=application_ids[start : start + AT_ONCE],
            source=source,
            option=option,
            superseded_at=None,
        )
        found |= {row.application_id: row for row in rows}
    return found


def _row(
    a: ActInProgress,
    application: Application,
    source: str,
    body: Mapping[str, dict[str, str]],
    rules: Rules,
    observed_at: datetime,
    option: Option | None,
    blob: Blob | None,
) -> Attestation:
    uid = uuid7()
    hidden = {name for name in body if _sensitive(rules, name)}
    columns: dict[str, Any] = sealed_facts(uid, {name: body[name] for name in sorted(hidden)})
    return Attestation(
        uid=uid,
        application=application,
        option=option,
        source=source,
        body={name: fact for name, fact in body.items() if name not in hidden},
        worst=worst_of(fact["s"] for fact in body.values()),
        observed_at=observed_at,
        recorded_at=a.at,
        batch_blob=blob,
        act_uid=a.uid,
        **columns,
    )


def worst_of(says: Iterable[str]) -> str:
    """Return that of several words which most needs a person to look."""
    return min(says, key=SAYS.index)


def _sensitive(rules: Rules, name: str) -> bool:
    fact = rules.facts.get(name)
    return fact is not None and fact.sensitivity == "sensitive"
