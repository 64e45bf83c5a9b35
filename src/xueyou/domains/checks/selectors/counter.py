"""The form as it is asked at the counter: all of it on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from xueyou.domains.checks.desk_access import FILE_AT_COUNTER
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import CallKind, Party, kind_of
from xueyou.kernel.calls.models import Call, Option, PhaseStep, Round
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.windows import any_window, round_at
from xueyou.kernel.calls.wishes import offered
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now


@dataclass(frozen=True, slots=True)
class WishesAsked:
    """A list of wishes: its name, in words, how many it takes, and the options (uid, title)."""

    name: str
    zh: str
    most: int
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CounterForm:
    """What is asked of a family. `hints` by field; `open_now` whether it can be handed in now."""

    call: UUID
    title: str
    open_now: bool
    fields: Sequence[Field]
    hints: Mapping[str, str]
    wishes: Sequence[WishesAsked]


def counter_form(actor: Actor, call_uid: UUID | str) -> CounterForm:
    """Return the form of a call. Raises NotFound."""
    call: Call = target(actor, FILE_AT_COUNTER, call_uid)
    kind, now = kind_of(call.kind), business_now()
    round_ = round_at(call, now)
    open_now = (
        kind.party is Party.PERSON
        and round_ is not None
        and any_window(round_, PhaseStep.APPLY, now)
    )
    hints = {name: text for step in kind.steps(call) for name, text in step.hints.items()}
    return CounterForm(
        call=call.uid,
        title=call.title,
        open_now=open_now,
        fields=kind.answers,
        hints=hints,
        wishes=_wishes(kind, call, round_) if round_ is not None and open_now else (),
    )


def _wishes(kind: CallKind, call: Call, round_: Round) -> list[WishesAsked]:
    rules = rules_of(round_)
    found = offered(round_, rules)
    rows = Option.objects.filter(call=call, uid__in=list(found)).order_by("code")
    titles = [(str(row.uid), row.title) for row in rows]
    lanes = sorted({one.lane for one in found.values()}) if kind.many_lanes else []
    asked = []
    for batch in rules.batches:
        if batch.generate is not None:
            continue
        here = [pair for pair in titles if batch.id in found[pair[0]].batches]
        most = kind.most_choices(call, batch)
        for lane in lanes or [""]:
            options = [pair for pair in here if not lane or found[pair[0]].lane == lane]
            name = lane or batch.id
            zh = kind.lane_zh(call, lane) if lane else batch.zh
            asked.append(WishesAsked(name, zh, min(most, len(options)), options))
    return [one for one in asked if one.options and one.most]
