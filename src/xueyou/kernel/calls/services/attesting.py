"""What sources say of applications: one row a source, the word before superseded, never edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.answers import attested_of, sealed_facts
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Application,
    Attestation,
    AttestationSource,
    Option,
    Round,
    RoundState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of, wrong_fact
from xueyou.kernel.calls.windows import held_for_good
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.files.models import Blob
from xueyou.rulebook.language.model import Rulebook as Rules

Says = Literal["agrees", "differs", "no_answer", "stated"]
SAYS = ("agrees", "differs", "no_answer", "stated")
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
) -> list[Attestation]:
    """Write down what one source says of many applications of one call; return what is new.

    An application stands in `rows` once. Raises CallRefused as `attest`, naming the first row.
    """
    if not rows:
        return []
    rules, kind = _rules_for(rows), kind_of(rows[0][0].call.kind)
    kept = [(application, _kept(rules, kind.fact_names, facts)) for application, facts in rows]
    current = _current([one.pk for one, _ in rows], AttestationSource(source), option)
    made, over = [], []
    for application, body in kept:
        before = current.get(application.pk)
        if before is not None:
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
    with act(actor, verbs.ATTEST.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        if a.repeated:
            return
        a.lock(application)
        attest(a, application, source, facts, observed_at=a.business_at)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": application.call.uid, "source": source, "facts": sorted(facts)}


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
    return rules_of(max(rounds.values(), key=lambda one: one.ordinal))


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
        observed_at=observed_at,
        recorded_at=a.at,
        batch_blob=blob,
        act_uid=a.uid,
        **columns,
    )


def _sensitive(rules: Rules, name: str) -> bool:
    fact = rules.facts.get(name)
    return fact is not None and fact.sensitivity == "sensitive"
