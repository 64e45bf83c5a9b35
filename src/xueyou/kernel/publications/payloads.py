"""The frozen file behind a publication: whitelisted columns, looked through cell by cell."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from xueyou.formats.canonical import canonical_json
from xueyou.formats.proof.draws import like_a_citizen_number
from xueyou.kernel.publications.kinds import PublicationKind
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.platform.files.api import Incoming, made

SCHEMA = "publication/1"
PURPOSE = "publication"
MEDIA_TYPE = "application/json"
LONGEST_CELL = 300
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload written to a file, with what must be kept of it."""

    kind: PublicationKind
    title: str
    fields: tuple[str, ...]
    rows: int
    arrived: Incoming


@contextmanager
def payload(
    kind: PublicationKind, *, title: str, organ: str, fields: Sequence[str], rows: Iterable[Row]
) -> Iterator[Payload]:
    """Write the file of a publication, outside any transaction; it is stored by `publish`.

    `rows` hold texts by field name, in the order in which they are shown. Raises
    PublicationRefused for a field outside the kind's, a field that is missing, or a cell that
    looks like a citizen number or a mobile number.
    """
    chosen = tuple(fields)
    _check_fields(kind, chosen)
    table = [_cells(kind, chosen, row, number) for number, row in enumerate(rows, 1)]
    body = canonical_json(
        {
            "schema": SCHEMA,
            "kind": kind.code,
            "title": title,
            "organ": organ,
            "fields": [{"name": name, "zh": kind.fields[name]} for name in chosen],
            "rows": table,
        }
    )
    with made(f"{title}.json", media_type=MEDIA_TYPE) as file:
        file.write(body)
        yield Payload(kind, title, chosen, len(table), file.done())


def _check_fields(kind: PublicationKind, fields: Sequence[str]) -> None:
    strange = [name for name in fields if name not in kind.fields]
    if strange or not fields or len(set(fields)) != len(fields):
        raise PublicationRefused(
            f"“{kind.zh}”只能公示这几栏：{'、'.join(kind.fields.values())}。没有公示，请重新选。"
        )


def _cells(kind: PublicationKind, fields: Sequence[str], row: Row, number: int) -> list[str]:
    if set(row) != set(fields):
        raise PublicationRefused(f"第 {number} 行的栏和选定的不一样，没有公示。")
    cells = [row[name] for name in fields]
    for name, cell in zip(fields, cells, strict=True):
        if not isinstance(cell, str) or len(cell) > LONGEST_CELL or _personal(cell):
            raise PublicationRefused(
                f"第 {number} 行“{kind.fields[name]}”里像是证件号、手机号，或者太长，"
                "按规定不能公示。整份都没有公示，请改好后再来。"
            )
    return cells


def _personal(text: str) -> bool:
    return like_a_citizen_number(text) or bool(_MOBILE.search(unicodedata.normalize("NFKC", text)))
