"""Owns the merge screen: what somebody else wrote, what you wrote, what the document says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xueyou.domains.plans.services.conflicts import Conflict
from xueyou.surfaces.bureau.plans import item_forms
from xueyou.surfaces.bureau.plans.item_forms import STORED
from xueyou.surfaces.bureau.plans.item_words import content_said, field_said

DONE = {
    "accept": "接受了这一项",
    "edit": "改了这一项",
    "reject": "退回了这一项，说不是一项",
    "reopen": "把这一项放回了待核对",
    "merge": "把这一项并到了别的项",
    "split": "把这一项拆开了",
    "undo": "撤销了自己的决定",
    "carry": "从上一版带来了这一项",
    "add": "补上了这一项",
}
WANTED = {
    "accept": "接受原来的样子",
    "edit": "改成这样",
    "reject": "退回，说不是一项",
    "reopen": "放回待核对",
    "merge": "并到别的项",
    "split": "拆成几项",
    "undo": "撤销自己的决定",
}
LABELS = {
    **{name: label for name, label in item_forms.LABELS.items() if name not in STORED},
    "hedge": "语气",
    "tolerance": "允许上下",
    "money_fen": "投入",
}
"""Of the fields as they are kept: a form asks for some of them in other units."""


@dataclass(frozen=True, slots=True)
class Differs:
    """One field that the two of you wrote differently."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Differing:
    """Both texts of a conflict, field by field, and what is needed to send yours again."""

    deed: str
    by: str
    at: Any
    did: str
    wanted: str
    quote: str
    revision: int
    fields: tuple[Differs, ...]
    same: tuple[Differs, ...]
    """Fields on which both agree, or which you did not touch."""
    again: tuple[tuple[str, str], ...]
    """Fields of the form as you sent it."""
    theirs_state: str
    typed: Mapping[str, Any] | None
    address: str
    """Where the form is sent again."""


def differing_of(
    conflict: Conflict,
    sent: Mapping[str, str],
    *,
    state: str,
    into: str,
    address: str,
    names: Mapping[str, str],
) -> Differing:
    """Set both texts beside each other.

    `sent`: the fields of the form that came too late; `state`: of the item now, in words; `into`:
    what the item you wanted to merge into is called; `names`: of tasks, projects and places.
    """
    theirs, yours = conflict.theirs, conflict.yours
    mine = yours.content if yours.content is not None else theirs.content
    fields = [
        Differs(
            label=LABELS[name],
            theirs=_said(name, theirs.content.get(name), names),
            yours=_said(name, mine.get(name), names),
        )
        for name in theirs.content
        if name in LABELS
    ]
    again = tuple(
        (name, value)
        for name, value in sent.items()
        if name not in ("csrfmiddlewaretoken", "idempotency_key", "revision")
    )
    return Differing(
        deed=yours.deed,
        by=theirs.by,
        at=theirs.at,
        did=DONE.get(theirs.deed, "动了这一项"),
        wanted=_wanted(conflict, into),
        quote=theirs.quote,
        revision=theirs.revision,
        fields=tuple(each for each in fields if each.theirs != each.yours),
        same=tuple(each for each in fields if each.theirs == each.yours and each.theirs),
        again=again,
        theirs_state=state,
        typed=yours.content,
        address=address,
    )


def _said(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in ("task", "project", "subject", "organisation"):
        return names.get(str(value or ""), str(value or ""))
    return field_said(name, value)


def _wanted(conflict: Conflict, into: str) -> str:
    yours = conflict.yours
    if yours.parts:
        parts = "；".join(content_said(conflict.theirs.kind, part) for part in yours.parts)
        return f"拆成{len(yours.parts)}项：{parts}"
    return f"并到：{into}" if into else WANTED[yours.deed]
