"""Made sources for tests of the structure: text with what a format would know about it."""

from dataclasses import dataclass

from xueyou.engines.reading.structure import Structure, read_structure


@dataclass(frozen=True, slots=True)
class MadeCell:
    """A cell of a made grid."""

    row: int
    column: int
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class MadeGrid:
    """A made grid."""

    cells: tuple[MadeCell, ...]
    start: int
    end: int
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class MadeHeading:
    """A made style-given heading."""

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Made:
    """A made source."""

    text: str
    media: str = "txt"
    encoding: str | None = "utf-8"
    grids: tuple[MadeGrid, ...] = ()
    headings: tuple[MadeHeading, ...] = ()
    pages: tuple[int, ...] = ()
    recognised: tuple[tuple[int, int], ...] = ()


def structure(text: str, **known: object) -> Structure:
    """Read the structure of a made text."""
    return read_structure(Made(text, **known), lambda done: None)  # type: ignore[arg-type]


def grid_of(text: str, rows: list[list[str]], at: int = 0) -> MadeGrid:
    """Lay a grid over the cells of a text: each cell's words are looked up in turn from `at`.

    "<" repeats the cell on its left (merged across), "^" the one above (merged down).
    """
    cells: dict[tuple[int, int], MadeCell] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    start = at
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words in ("<", "^"):
                key = owner[(r, c - 1) if words == "<" else (r - 1, c)]
                old = cells[key]
                cells[key] = MadeCell(
                    old.row, old.column, old.start, old.end, r - old.row + 1, c - old.column + 1
                )
                owner[(r, c)] = key
                continue
            first = text.index(words, at)
            at = first + len(words)
            cells[(r, c)] = MadeCell(r, c, first, at)
            owner[(r, c)] = (r, c)
    first = text.index(next(word for word in rows[0] if word), start)
    return MadeGrid(tuple(cells.values()), first, at)


def titles(found: Structure, kind: str = "task") -> list[str]:
    """Give the titles of one kind of task, in order."""
    return [task.title for task in found.layout.tasks if task.kind == kind]
