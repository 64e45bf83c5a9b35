"""What the reading engine is given: a read document, known only by its shape.

The engine imports no file format; anything with these attributes can be read. Every position is
a code point index into `text`, and `text` is never changed.
"""

# ruff: noqa: D102 - the class docstrings say what each attribute is

from collections.abc import Sequence
from typing import Protocol


class SourceCell(Protocol):
    """One cell of a real table: grid position (from 0), span in the text, merged size."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def rowspan(self) -> int: ...
    @property
    def colspan(self) -> int: ...


class SourceGrid(Protocol):
    """A real table of the file (docx, xlsx, html), with the span of text it covers."""

    @property
    def cells(self) -> Sequence[SourceCell]: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def caption(self) -> str | None: ...


class SourceHeading(Protocol):
    """A heading that the file's own style marks; level counts from 1."""

    @property
    def level(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Source(Protocol):
    """A document as text with what its format knew about it."""

    @property
    def text(self) -> str: ...
    @property
    def media(self) -> str: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def grids(self) -> Sequence[SourceGrid]: ...
    @property
    def headings(self) -> Sequence[SourceHeading]: ...
    @property
    def pages(self) -> Sequence[int]: ...
    @property
    def recognised(self) -> Sequence[tuple[int, int]]: ...


class NoPlan(Exception):
    """Nothing in the document can be read as a plan, a list of work or a report of work done."""
