"""Owns paper or board: by the business clock, unless the person chose."""

from datetime import datetime, time

PAPER, BOARD = "paper", "board"
DUSK, DAWN = time(18), time(7)


def tone_of(asked: str | None, now: datetime) -> str:
    """Return the tone asked for; else board from 18:00 to 7:00, paper by day."""
    if asked in (PAPER, BOARD):
        return asked
    return BOARD if now.time() >= DUSK or now.time() < DAWN else PAPER
