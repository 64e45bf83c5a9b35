"""Questions that another office can answer about an application: what it is told, what it says.

A kind of call declares them. An office is told nothing but who the child is and the answers that a
question rests on; the facts that come of it are those the kind names, and no others.
"""

from dataclasses import dataclass

from xueyou.kernel.calls.fields import Field


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `zh` names in words what is asked about: 户口所在的地址.

    `sources`: who can be asked; `facts`: what an answer may decide, the one it is shown by first;
    `rests_on`: the answers that go out with it (none: the fact itself as it stands); `reply`: how
    the office writes what it has where that is something else. `open`: nobody has stated it, so
    there is nothing to agree with: the office writes what it has, or that it found nothing.
    """

    code: str
    zh: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    rests_on: tuple[str, ...]
    reply: Field
    hint: str = ""
    open: bool = False
