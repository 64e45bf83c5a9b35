"""Where the figures of a circular come from, in words that lead to the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.circulars.claims import DECIDED, at, texts, untraced
from xueyou.domains.plans.circulars.compose import KIND
from xueyou.domains.plans.paper_kinds import packet_of
from xueyou.domains.plans.selectors.views import DocumentRow
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.actors import Actor

LIGHT_WORDS = {"good": "正常", "slow": "偏慢", "bad": "滞后", "done": "完成", "none": "没有数据"}
_NAMES = {
    "sentence": "灯的依据",
    "days": "过期天数",
    "due_on": "原定日子",
    "what": "欠的事",
    "since": "从哪天起",
}
_TOP = {
    "/title": "计划的名称",
    "/period": "封存的时段",
    "/as_of": "数字截至的日子",
    "/frozen_at": "封存的日子",
    "/counts": "全部任务数",
    "/projects": "列入的项目数",
}


@dataclass(frozen=True, slots=True)
class Footnote:
    """A figure of the circular and where it stands. `document`: the file with the sentence."""

    number: int
    block: int
    start: int
    end: int
    words: str
    where: str
    quote: str
    document: UUID | None
    value_uid: str


@dataclass(frozen=True, slots=True)
class Traces:
    """The footnotes of a circular, and the figures that somebody typed without one."""

    notes: tuple[Footnote, ...]
    untraced: tuple[str, ...]


def traces(kind: str, subject_uid: UUID, content: Mapping[str, Any]) -> Traces:
    """Return where the figures of a paper come from; nothing for papers of other kinds.

    Call it with a paper the reader was already shown.
    """
    if kind != KIND:
        return Traces((), ())
    packet = packet_of(subject_uid)
    notes: list[Footnote] = []
    for block, found in enumerate(texts(content)):
        for claim in found["claims"]:
            words = found["text"][claim["start"] : claim["end"]]
            if claim["rule"] == "text" and not claim["path"].endswith("/sentence"):
                continue  # names: they stand beside the figures
            notes.append(
                Footnote(
                    len(notes) + 1,
                    block,
                    claim["start"],
                    claim["end"],
                    words,
                    where(packet, claim["rule"], claim["path"]),
                    claim["quote"],
                    UUID(claim["document"]) if claim["document"] else None,
                    claim["value_uid"],
                )
            )
    return Traces(tuple(notes), tuple(untraced(content)))


def readable(actor: Actor, notes: Sequence[Footnote]) -> frozenset[UUID]:
    """Return those of the footnotes' documents that the actor may open."""
    asked = {note.document for note in notes if note.document is not None}
    if not asked:
        return frozenset()
    rows = scope(actor, READ_DOCUMENT, DocumentRow).filter(uid__in=asked)
    return frozenset(rows.values_list("uid", flat=True))


def where(packet: Mapping[str, Any], rule: str, path: str) -> str:
    """Return in words where a claim points: 任务3“…”的指标“…”：灯的依据."""
    if rule == DECIDED:
        return "起草人定的日子"
    if rule in ("better", "worse"):
        return "和上一期比，灯变好的任务数" if rule == "better" else "和上一期比，灯变差的任务数"
    if rule.startswith("lights:"):
        return f"{LIGHT_WORDS[rule.removeprefix('lights:')]}的项目数"
    if path in _TOP:
        return _TOP[path]
    steps = path.strip("/").split("/")
    if steps[0] == "counts":
        return f"{LIGHT_WORDS.get(steps[-1], steps[-1])}的任务数"
    row = at(packet, "/".join(steps[:2]))
    owner = {"tasks": "任务", "projects": "项目", "owes": "欠账"}.get(steps[0], steps[0])
    said = f"{owner}{row.get('number') or ''}“{row['title']}”"
    part = {"indicators": "指标", "late": "节点"}.get(steps[2], "")
    if part:
        inner = at(packet, "/".join(steps[:4]))
        said += f"的{part}“{inner.get('name') or inner.get('title')}”"
    last = "sentence" if rule == "figures" else steps[-1]
    return f"{said}：{_NAMES.get(last, last)}"
