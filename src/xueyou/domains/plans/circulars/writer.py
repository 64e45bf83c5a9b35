"""Owns writing a paragraph whose figures remember where they come from."""

from typing import Any

from xueyou.domains.plans.circulars.claims import DECIDED, Packet, words_of

SOURCES = ("value_uid", "quote", "document")


class Paragraph:
    """A paragraph in the making: plain words, and figures read from the packet."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._text = ""
        self._claims: list[dict[str, Any]] = []

    def say(self, words: str) -> "Paragraph":
        """Add words that claim nothing."""
        self._text += words
        return self

    def tell(self, rule: str, path: str, source: dict[str, Any] | None = None) -> "Paragraph":
        """Add what the packet says at a path; `source` is the row that names value and sentence.

        Raises LookupError where the packet does not say it.
        """
        return self._add(words_of(self._packet, rule, path), rule, path, source or {})

    def decide(self, words: str) -> "Paragraph":
        """Add a date that the drafter sets."""
        return self._add(words, DECIDED, "", {})

    def done(self) -> dict[str, Any]:
        """Return the block."""
        return {"type": "text", "text": self._text, "claims": self._claims}

    def _add(self, words: str, rule: str, path: str, source: dict[str, Any]) -> "Paragraph":
        start = len(self._text)
        self._text += words
        where = {name: str(source.get(name) or "") for name in SOURCES}
        self._claims.append(
            {"start": start, "end": len(self._text), "rule": rule, "path": path, **where}
        )
        return self


def heading(level: int, text: str) -> dict[str, Any]:
    """Return a heading block."""
    return {"type": "heading", "level": level, "text": text}
