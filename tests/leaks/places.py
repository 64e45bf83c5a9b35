"""The places of the leak world and how they lie to one another, and whose the children are.

Written by hand, not from paths or bonds.
"""

from dataclasses import dataclass

PARENT: dict[str, str | None] = {
    "city": None,
    "office": "city",
    "personnel": "city",
    "A": "city",
    "B": "city",
    "C": "city",
    "A1": "A",
    "A2": "A",
    "B1": "B",
    "B2": "B",
    "C1": "C",
    "C2": "C",
    "S1": "city",
}
"""S1 is a school that the city runs itself."""
KIND = {
    "city": "bureau",
    "office": "department",
    "personnel": "other_department",
    **dict.fromkeys("ABC", "county"),
    **dict.fromkeys(("A1", "A2", "B1", "B2", "C1", "C2", "S1"), "school"),
}


@dataclass(frozen=True, slots=True)
class Child:
    """Who is guardian of a child today, who holds a code to become one, where it goes to school."""

    guardians: tuple[str, ...]
    invited: tuple[str, ...] = ()
    pupil_of: str = ""
    """The school whose pupil the child is."""
    asked: str = ""
    """The place whose call was asked for the child."""
    led_by: tuple[str, ...] = ()
    """Teachers in whose clubs the child takes part."""
    former: tuple[str, ...] = ()
    """Who was guardian until this morning: the gate of a past session still names him."""


FORMER = ("ex-guardian",)
CHILDREN = {
    "elder": Child(
        ("mother", "father"),
        invited=("claimer",),
        pupil_of="A1",
        asked="city",
        led_by=("teacher-a1",),
        former=FORMER,
    ),
    "middle": Child(("mother", "father"), pupil_of="A1", asked="A", former=FORMER),
    "younger": Child(("mother", "father"), asked="A", former=FORMER),
    "next-door": Child(("neighbour",), pupil_of="B1", asked="city"),
    "next-small": Child(("neighbour",), asked="A"),
}


def wards(person: str) -> list[str]:
    """Return the children of a person."""
    return [name for name, child in CHILDREN.items() if person in child.guardians]


ASKED = {**{name: child.asked for name, child in CHILDREN.items()}, "claimer": "A"}
"""Of whom something was asked, and the place whose call it was; the claimer's child is nobody."""


def kept(place: str | None) -> list[str]:
    """Return of whom something was asked in a call of the place, or of one below it."""
    return [name for name, asked in ASKED.items() if relation(place, asked) in ("own", "below")]


CHECKED = {"A1": ("middle", "younger", "next-small", "claimer")}
"""School → of whom applications wish for it, which its county lets it check."""


def checked_by(place: str | None) -> list[str]:
    """Return whose applications the clerks of a place check for their county."""
    found = (names for school, names in CHECKED.items() if relation(place, school) == "own")
    return [name for names in found for name in names]


CLAIMS = {"neighbour": "A1", "claimer": "city"}
"""Who says that a child is his, and the place whose officers of the registry know the child."""


def claimed_in(place: str | None) -> list[str]:
    """Return whose claims the officers of the registry of a place decide: of their own pupils."""
    return [name for name, known in CLAIMS.items() if relation(place, known) in ("own", "below")]


def above(place: str) -> list[str]:
    """Return the places above, nearest first."""
    found = []
    parent = PARENT[place]
    while parent is not None:
        found.append(parent)
        parent = PARENT[parent]
    return found


def relation(mine: str | None, theirs: str) -> str:
    """Return how `theirs` lies to `mine`; without a place of one's own everything is nowhere."""
    if mine is None:
        return "nowhere"
    if mine == theirs:
        return "own"
    if mine in above(theirs):
        return "below"
    if theirs in above(mine):
        return "above"
    return "sibling" if PARENT[mine] == PARENT[theirs] else "elsewhere"
