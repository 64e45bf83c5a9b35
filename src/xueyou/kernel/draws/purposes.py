"""What is drawn for: registered by the room that draws."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrawPurpose:
    """A purpose of draws; `subject_kind` is what they are about (a round, a class roster).

    `own_stage`: its room alone reveals and voids it, for more follows from that than the draw.
    """

    code: str
    zh: str
    subject_kind: str
    own_stage: bool = False


_purposes: dict[str, DrawPurpose] = {}


def draw_purpose(code: str, *, zh: str, subject_kind: str, own_stage: bool = False) -> DrawPurpose:
    """Register a purpose once, when its room is loaded; a differing second one is an error."""
    purpose = DrawPurpose(code, zh, subject_kind, own_stage)
    if _purposes.setdefault(code, purpose) != purpose:
        raise ValueError(f"draw purpose {code} is registered twice with different words")
    return purpose


def purpose_of(code: str) -> DrawPurpose:
    """Return a registered purpose; KeyError where no room registered it."""
    return _purposes[code]
