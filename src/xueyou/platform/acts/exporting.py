"""Writing an export: acts and seals exactly as the database holds them, byte faults included.

SQLite keeps what it is given, so its columns are read as bytes: whatever is not in the very form
in which it was written goes out marked as such, and verification finds it.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, models

from xueyou.formats.canonical import canonical_json
from xueyou.formats.sealed import SCHEMA
from xueyou.platform.acts.canonical import CanonicalJSON
from xueyou.platform.acts.columns import exported_moment
from xueyou.platform.acts.models import Act, Seal

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
_HEX = re.compile(r"[0-9a-f]{32}")


def write_export(path: Path) -> dict[str, int]:
    """Write every seal and act to `path` (JSON lines); return how many of each.

    Written beside and renamed: a half export never stands under the name that was asked for.
    """
    unfinished = path.with_name(path.name + ".tmp")
    counts = {"acts": 0, "seals": 0}
    with unfinished.open("wb") as file:
        file.write(canonical_json({"schema": SCHEMA}) + b"\n")
        for kind, model, order in (("seal", Seal, "seq"), ("act", Act, "id")):
            for columns in _as_stored(model, order):
                file.write(_line({kind: columns}))
                counts[f"{kind}s"] += 1
        file.write(_line({"end": counts}))
    unfinished.replace(path)
    return counts


def _line(content: dict[str, Any]) -> bytes:
    # Not canonical_json: a column that was tampered with may hold what it refuses.
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode() + b"\n"


def _as_stored(model: type[models.Model], order: str) -> Iterator[dict[str, Any]]:
    fields = [f for f in model._meta.concrete_fields if model is Act or f.name != "id"]
    if connection.vendor == "sqlite":
        yield from _raw_rows(model, order, fields)
        return
    for row in model._default_manager.order_by(order).iterator(chunk_size=2000):
        yield {field.name: _portable(getattr(row, field.attname)) for field in fields}


def _portable(value: Any) -> Any:
    if isinstance(value, datetime):
        return exported_moment(value)
    return str(value) if isinstance(value, UUID) else value


def _raw_rows(
    model: type[models.Model], order: str, fields: "list[models.Field[Any, Any]]"
) -> Iterator[dict[str, Any]]:
    names = ", ".join(f'CAST("{field.column}" AS BLOB)' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY "{order}"')  # noqa: S608
        while rows := cursor.fetchmany(2000):
            for row in rows:
                pairs = zip(fields, row, strict=True)
                yield {field.name: _from_sqlite(field, raw) for field, raw in pairs}


def _from_sqlite(field: "models.Field[Any, Any]", raw: bytes | None) -> Any:
    """Return a column's value, or `{"stored": …}` where the bytes are not in their written form."""
    if raw is None:
        return None
    try:
        text = bytes(raw).decode()
        return _read(field, text)
    except ValueError:
        return {"stored": bytes(raw).hex()}


def _read(field: "models.Field[Any, Any]", text: str) -> Any:
    if isinstance(field, models.JSONField):
        value = json.loads(text)
        return _only_if(json.dumps(value, cls=CanonicalJSON) == text, value)
    if isinstance(field, models.UUIDField):
        return str(UUID(hex=_only_if(_HEX.fullmatch(text), text)))
    if isinstance(field, models.DateTimeField):
        fits = _MOMENT.fullmatch(text) and not text.endswith(".000000")
        moment = datetime.fromisoformat(_only_if(fits, text))
        return exported_moment(moment.replace(tzinfo=UTC))
    if isinstance(field, models.IntegerField):
        return int(_only_if(str(int(text)) == text, text))
    return text


def _only_if(written_so: object, value: Any) -> Any:
    if not written_so:
        raise ValueError
    return value
