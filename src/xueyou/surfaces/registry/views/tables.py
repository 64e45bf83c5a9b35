"""An uploaded table, read in a process of its own; nothing of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from xueyou.formats.refusal import Refusal
from xueyou.formats.tables import Table, TableRefused
from xueyou.formats.uploaded_table import read_uploaded_table
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, incoming, uploaded
from xueyou.platform.files.turns import turn
from xueyou.surfaces.shell.keys import KeyMissing
from xueyou.surfaces.shell.refusing import words_of

Outcome = TypeVar("Outcome")


class NoFile(ValueError):
    """No file was chosen; `zh` says so."""

    zh = "还没有选文件。请选填好的表，再点“交上去”。"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why a table was not taken: the sentence, and what is wrong in it, by row."""

    says: str
    faults: Sequence[object] = ()


def uploaded_table(request: HttpRequest) -> Table:
    """Return the table in the form's file. Raises NoFile, Refusal, TableRefused, ReaderBusy."""
    file = uploaded(request)
    if file is None:
        raise NoFile
    with incoming(file) as arrived, turn():
        return read_uploaded_table(arrived.path, name=arrived.name)


def taken(take: Callable[[], Outcome], refusals: tuple[type[Exception], ...]) -> Outcome | NotTaken:
    """Return what `take` returns, which reads the form's table and key; or why it was refused.

    `refusals` are what else `take` may raise; one that names what is wrong by row has `faults`.
    """
    try:
        return take()
    except TableRefused as refused:
        return NotTaken("这张表读不了，什么都没有改。", refused.faults)
    except (KeyMissing, KeyReused, NoFile, Refusal, ReaderBusy) as refused:
        return NotTaken(words_of(refused))
    except refusals as refused:
        return NotTaken(words_of(refused), getattr(refused, "faults", ()))
