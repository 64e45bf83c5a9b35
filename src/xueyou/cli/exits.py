"""Owns the exit codes and the way a command stops early with one of them.

The codes are fixed in docs/interfaces.md; a test compares.
"""

DONE = 0
FALSE = 1
USAGE = 2
REFUSED = 3
MISSING = 4
NO_SOLUTION = 5
FORBIDDEN = 6
INVALID_RUN = 7
OUR_FAULT = 70
INTERRUPTED = 130

MEANINGS: dict[int, str] = {
    DONE: "done",
    FALSE: "checked and false (tamper, gate missed, books do not balance)",
    USAGE: "usage",
    REFUSED: "input refused, nothing written",
    MISSING: "part of the machine missing",
    NO_SOLUTION: "no solution, explained",
    FORBIDDEN: "forbidden by rule or ledger",
    INVALID_RUN: "run invalid, say nothing",
    OUR_FAULT: "our fault, with id",
    INTERRUPTED: "interrupted",
}


class Stop(Exception):
    """Ends a command with an exit code and one sentence for stderr."""

    def __init__(self, code: int, zh: str) -> None:
        super().__init__(zh)
        self.code = code
        self.zh = zh
