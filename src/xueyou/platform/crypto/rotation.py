"""Exchange keys under a running site: seal again in batches; index anew, then swap once.

Everything here can be stopped at any moment and started again: what is done is told by the rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from xueyou.platform.crypto.columns import (
    IndexedColumn,
    SealedColumn,
    indexed_columns,
    sealed_columns,
)
from xueyou.platform.crypto.indexing import index_keys, indexed_under
from xueyou.platform.crypto.key_files import Key
from xueyou.platform.crypto.sealing import Unreadable, field_keys

BATCH = 500


class NotReady(RuntimeError):
    """A step of an exchange came too early; nothing was changed. `zh` says what comes first."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did: rows changed, and uids of rows that did not open."""

    label: str
    changed: int
    unreadable: tuple[str, ...]


def seal_again(batch: int = BATCH) -> Iterator[Batch]:
    """Seal under the newest field key whatever is under another, batch by batch."""
    for column in sealed_columns():
        wanted = ~Q(**{column.key_column: field_keys().newest.name}) & ~Q(**{column.column: None})
        yield from _walk(column, wanted, partial(_sealed_again, column), batch)


def fill_next(batch: int = BATCH) -> Iterator[Batch]:
    """Give every indexed row its value under the key that is to follow. Raises NotReady."""
    key = index_keys().following
    if key is None:
        raise NotReady("索引密钥文件里还没有第二行 index。请先加上新密钥，重启各个进程，再来。")
    for column in indexed_columns():
        wanted = Q(bidx_next=None) & ~Q(bidx=None) & ~Q(bidx_key_id=key.name)
        yield from _walk(column.number, wanted, partial(_indexed_next, column, key), batch)


def swap() -> int:
    """Let the following key count, for all rows of all tables in one transaction; return how many.

    Run it again after the old key has left the file: it takes along rows that were written in
    between. Raises NotReady while a row has no value under that key, or where one number was
    written for two rows that exclude each other.
    """
    keys = index_keys()
    key = keys.following or keys.current
    try:
        with transaction.atomic():
            return sum(_swapped(column, key) for column in indexed_columns())
    except IntegrityError:
        raise NotReady(
            "更换期间有号码登记了两次，没有切换。请先处理这些行：" + "；".join(_met_twice(key))
        ) from None


def _swapped(column: IndexedColumn, key: Key) -> int:
    rows = _behind(column, key)
    if rows.filter(bidx_next=None).exists():
        raise NotReady("还有号码没有按新密钥编过索引，没有切换。请先运行 fill。")
    return rows.update(bidx=F("bidx_next"), bidx_key_id=key.name, bidx_next=None)


def _behind(column: IndexedColumn, key: Key) -> QuerySet[Any]:
    rows = column.number.model._base_manager.exclude(bidx=None)
    return rows.exclude(bidx_key_id=key.name)


def _met_twice(key: Key) -> list[str]:
    """Return "label uid" of rows whose following value stands under the key already."""
    return [
        f"{column.number.label} {uid}"
        for column in indexed_columns()
        for uid in _behind(column, key)
        .filter(
            bidx_next__in=column.number.model._base_manager.filter(bidx_key_id=key.name).values(
                "bidx"
            )
        )
        .values_list("uid", flat=True)[:20]
    ]


def rows_by_key() -> dict[str, dict[str, int]]:
    """Return {label: {name of key: rows}} of sealed columns, and of indexes as "label index"."""
    found = {each.label: _counted(each, each.column, each.key_column) for each in sealed_columns()}
    for each in indexed_columns():
        found[f"{each.number.label} index"] = _counted(each.number, "bidx", "bidx_key_id")
    return found


def _walk(
    column: SealedColumn, wanted: Q, change: Callable[[Any], list[str]], batch: int
) -> Iterator[Batch]:
    """Change the wanted rows by key, `batch` a transaction; `change` names the fields to save."""
    last = 0
    while True:
        changed, unreadable = 0, []
        with transaction.atomic():
            rows = column.model._base_manager.select_for_update(no_key=True)
            found: list[Any] = list(rows.filter(wanted, pk__gt=last).order_by("pk")[:batch])
            for row in found:
                try:
                    row.save(update_fields=change(row))
                    changed += 1
                except Unreadable:
                    unreadable.append(str(row.uid))
        if not found:
            return
        last = found[-1].pk
        yield Batch(column.label, changed, tuple(unreadable))


def _sealed_again(column: SealedColumn, row: Any) -> list[str]:
    kept = column.columns(row.uid, column.text(row))
    for name, value in kept.items():
        setattr(row, name, value)
    return list(kept)


def _indexed_next(column: IndexedColumn, key: Key, row: Any) -> list[str]:
    row.bidx_next = indexed_under(key, column.kind(row), column.number.text(row))
    return ["bidx_next"]


def _counted(column: SealedColumn, value: str, key_column: str) -> dict[str, int]:
    rows = column.model._base_manager.exclude(**{value: None}).order_by(key_column)
    return dict(rows.values_list(key_column).annotate(rows=Count("pk")))
