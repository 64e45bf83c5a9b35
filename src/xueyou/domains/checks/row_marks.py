"""Rows of the desk's list as a workbook: by which code each is known, and how it looked then."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from xueyou.domains.checks.row_codes import LENGTH, LETTERS
from xueyou.domains.checks.seen import seen_of_each
from xueyou.formats.check_columns import SIGNS
from xueyou.kernel.calls.models import Application
from xueyou.platform.crypto import keyed_digest

LABEL = "checks.desk.row"
MARK_LENGTH = 11


def row_code(uid: UUID) -> str:
    """Return the code of a file's row: always the same, and nobody can tell the file from it."""
    rest = int(keyed_digest(LABEL, str(uid)), 16)
    rest, place = divmod(rest, len(LETTERS))
    signs = [LETTERS[place]]
    for _ in range(LENGTH - 1):
        rest, place = divmod(rest, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


def by_row_code(uids: Iterable[UUID]) -> Mapping[str, UUID]:
    """Return the files by the codes of their rows."""
    return {row_code(uid): uid for uid in uids}


def marks_of(applications: Sequence[Application]) -> dict[int, str]:
    """Return by key what each file looks like now; another mark later says that it has changed."""
    seen = seen_of_each(applications)
    return {one.pk: _mark(one, seen[one.pk][0]) for one in applications}


def _mark(one: Application, seen: str) -> str:
    text = f"{seen}\n{one.state}\n{one.sent_back}"
    return "V" + sha256(text.encode()).hexdigest()[: MARK_LENGTH - 1].upper()
