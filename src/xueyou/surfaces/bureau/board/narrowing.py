"""Owns how a board is narrowed by links: what the address asks for, and where each link leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from xueyou.domains.plans.selectors.board_views import Choice, PlanBoard


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty words ask for everything."""

    organisation: str = ""
    theme: str = ""
    light: str = ""
    mine: bool = False

    @property
    def address(self) -> str:
        """The same page narrowed like this."""
        words = {"unit": self.organisation, "theme": self.theme, "light": self.light}
        if self.mine:
            words["mine"] = "1"
        return "?" + urlencode({name: word for name, word in words.items() if word})


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a filter."""

    name: str
    count: int
    url: str
    current: bool
    light: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The links by which a board is narrowed."""

    lights: tuple[Link, ...]
    themes: tuple[Link, ...]
    departments: tuple[Link, ...]
    counties: tuple[Link, ...]
    mine: Link | None
    everything: str
    narrowed: bool
    unit: str
    """Name of the department or county chosen; empty for all."""


def asked_for(given: Mapping[str, str]) -> Asked:
    """Tidy what an address asks for."""
    return Asked(
        organisation=given.get("unit", "")[:40],
        theme=given.get("theme", "")[:20],
        light=given.get("light", "")[:10],
        mine=given.get("mine") == "1",
    )


def narrowing(board: PlanBoard, asked: Asked) -> Narrowing:
    """Return the links of a board's filters."""
    filters = board.filters
    units = {choice.key: choice.name for choice in (*filters.departments, *filters.counties)}
    mine = Link("我的", filters.mine, _other(asked, mine=not asked.mine), asked.mine)
    return Narrowing(
        lights=_links(filters.lights, asked, "light", lights=True),
        themes=_links(filters.themes, asked, "theme"),
        departments=_links(filters.departments, asked, "organisation"),
        counties=_links(filters.counties, asked, "organisation"),
        mine=mine if filters.mine or asked.mine else None,
        everything=Asked().address,
        narrowed=asked != Asked(),
        unit=units.get(asked.organisation, ""),
    )


def _links(
    choices: Iterable[Choice], asked: Asked, field: str, *, lights: bool = False
) -> tuple[Link, ...]:
    """Return a link for each choice; the one chosen leads back to all."""
    chosen = getattr(asked, field)
    return tuple(
        Link(
            choice.name,
            choice.count,
            _other(asked, **{field: "" if choice.key == chosen else choice.key}),
            choice.key == chosen,
            choice.key if lights else "",
        )
        for choice in choices
        if choice.count or choice.key == chosen or field == "organisation"
    )


def _other(asked: Asked, **changed: str | bool) -> str:
    return replace(asked, **changed).address  # type: ignore[arg-type]
