"""A rulebook in the words of its own file, for those who are about to announce it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from xueyou.kernel.calls.access import READ_ROUND
from xueyou.kernel.calls.models import Round
from xueyou.kernel.calls.rules import read_rules
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.rulebook.language.model import Batch, Rulebook

MODES = {
    "single": "每人只填一个",
    "parallel": "平行志愿",
    "sequential": "按志愿先后",
    "banded": "分段",
    "deferred": "先看条件，再看志愿先后",
}
LAST = {
    "admit_all": "全部录取",
    "lottery": "抽签",
    "stable_id": "按编号",
    "refuse": "停下来，由人决定",
}


@dataclass(frozen=True, slots=True)
class BatchShown:
    """One batch in words; `most` wishes, None where the lists are not written by families."""

    zh: str
    mode: str
    most: int | None
    needs: tuple[str, ...]
    rank: tuple[str, ...]
    pools: tuple[str, ...]
    last: str
    refills: bool


@dataclass(frozen=True, slots=True)
class RulesShown:
    """A rulebook in words. `facts` are what is asked of an applicant."""

    title: str
    sources: Sequence[str]
    facts: Sequence[str]
    batches: Sequence[BatchShown]
    draws: bool
    appeal_to: str
    appeal_until: date | None
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Announced:
    """The rules that a round was announced with."""

    rules: RulesShown
    version: int
    source: str
    verified: bool


def rules_shown(text: str) -> RulesShown:
    """Return what a text of rules says. Raises RulesRefused with its faults."""
    return _shown(read_rules(text), text)


def announced(actor: Actor, round_uid: UUID | str) -> Announced | None:
    """Return the rules of an announced round, None before. Raises NotFound."""
    round_: Round = target(actor, READ_ROUND, round_uid)
    book = round_.rulebook
    if book is None:
        return None
    return Announced(rules_shown(book.text), book.version, book.source, book.verified)


def _shown(rules: Rulebook, text: str) -> RulesShown:
    appeal = rules.appeal
    return RulesShown(
        title=rules.title,
        sources=[f"{one.title}（{one.issuer} {one.number}）" for one in rules.sources.values()],
        facts=[fact.zh for fact in rules.facts.values()],
        batches=_batches(rules.batches),
        draws=rules.draws,
        appeal_to="" if appeal is None else appeal.to,
        appeal_until=None if appeal is None else date.fromordinal(appeal.until),
        text=text,
        sha256=rules.digest,
    )


def _batches(batches: Sequence[Batch]) -> list[BatchShown]:
    """Return the batches in order; those that say the same under other names are told once."""
    alike: dict[BatchShown, list[str]] = {}
    for batch in batches:
        alike.setdefault(replace(_batch(batch), zh=""), []).append(batch.zh)
    return [replace(shown, zh="、".join(names)) for shown, names in alike.items()]


def _batch(batch: Batch) -> BatchShown:
    return BatchShown(
        zh=batch.zh,
        mode=MODES[batch.mode],
        most=batch.max,
        needs=tuple(need.zh for need in batch.needs),
        rank=tuple(term.zh for term in batch.rank),
        pools=tuple(pool.zh for pool in batch.pools),
        last=LAST[batch.tie_last],
        refills=batch.refill == "next",
    )
