"""The two sides of a settlement: the plan as officers confirmed it, the summary as it was read."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from xueyou.domains.plans.models import Item, PlanDocument, PlanVersion, Reading
from xueyou.domains.plans.services.contents import exact_text
from xueyou.engines.settling import Paper

Json = dict[str, Any]

MONEY = {"万元": 10_000, "亿元": 100_000_000}
_OUT = frozenset({"rejected", "merged", "split"})


def plan_paper(version: PlanVersion) -> Paper:
    """Return the plan of a confirmed version: what officers struck out is no promise.

    What they put right counts as they put it; what they added counts too. Keys are those of the
    items, so that every line leads back to its indicator.
    """
    reading, text = _reading(version.document)
    items = {item.key: item for item in version.items.order_by("ordinal")}
    return Paper(reading | _confirmed(reading, items), text)


def summary_paper(document: PlanDocument) -> Paper:
    """Return a summary as it was read. Raises Reading.DoesNotExist where it was not."""
    return Paper(*_reading(document))


def _reading(document: PlanDocument) -> tuple[Json, str]:
    reading = Reading.objects.get(document=document)
    return json.loads(reading.result), reading.text


def _confirmed(reading: Json, items: Mapping[str, Item]) -> Json:
    """Return the lists of a reading after review."""
    known = {str(row["id"]) for name in ("facts", "tasks", "projects") for row in reading[name]}
    added = [item for item in items.values() if item.state == "accepted" and item.key not in known]
    return {
        "facts": [
            *_kept(reading["facts"], items, _fact),
            *(_new_fact(item) for item in added if item.kind == "indicator"),
        ],
        "tasks": [
            *_kept(reading["tasks"], items, _task),
            *(_new_task(item) for item in added if item.kind == "task"),
        ],
        "projects": [
            *_kept(reading["projects"], items, _project),
            *(_new_project(item) for item in added if item.kind == "project"),
        ],
    }


def _kept(rows: list[Json], items: Mapping[str, Item], put_right: Any) -> Iterator[Json]:
    for row in rows:
        item = items.get(str(row["id"]))
        if item is None:
            yield row
        elif item.state not in _OUT:
            yield put_right(row, item.content)


def _fact(fact: Json, content: Json) -> Json:
    name, task = str(content["name"]), content.get("task")
    changed = fact | {"name": name if "…" not in name else fact["name"], "task_id": task}
    as_read = {
        (exact_text(fact["value"]), fact["unit"]),
        (exact_text(fact["value_canonical"]), fact["unit_canonical"]),
    }
    if (content["value"], content.get("unit", "")) in as_read:
        return changed
    decided = f"{content['value']}{content.get('unit', '')}"
    number = fact["number"] | {"text": decided}
    return changed | _amount(content) | {"number": number, "decided": decided}


def _amount(content: Json) -> Json:
    unit = str(content.get("unit", ""))
    factor = MONEY.get(unit, 1)
    value = Fraction(str(content["value"])) * factor
    exact = str(value.numerator) if value.denominator == 1 else str(content["value"])
    return {
        "value": str(content["value"]),
        "unit": unit,
        "value_canonical": exact,
        "unit_canonical": "元" if unit in MONEY else unit,
        "comparator": content["comparator"],
        "hedge": content.get("hedge") or None,
    }


def _new_fact(item: Item) -> Json:
    content = item.content
    said = f"{content['value']}{content.get('unit', '')}"
    year = str(content.get("period") or "")[:4]
    return {
        "id": item.key,
        "start": item.start,
        "end": item.end,
        "quote": item.quote or f"{content['name']}{said}",
        "number": {"start": item.start, "end": item.end, "text": said},
        "name": content["name"],
        "status": "target",
        "period": year if year.isdigit() else None,
        "kind": "ratio" if content.get("unit") == "%" else "count",
        "task_id": content.get("task"),
        "source": "table" if not item.quote else None,
        **_amount(content),
    }


def _task(task: Json, content: Json) -> Json:
    title = str(content["title"])
    return task | {"title": title if "…" not in title else task["title"]}


def _new_task(item: Item) -> Json:
    return {
        "id": item.key,
        "no": "",
        "title": item.content["title"],
        "kind": "task",
        "parent": None,
        "start": item.start,
        "end": item.end,
        "quote": item.quote or item.content["title"],
        "body": [item.start, item.end],
        "section_id": None,
    }


def _project(project: Json, content: Json) -> Json:
    return project | {"name": content["name"], "task_id": content.get("task")}


def _new_project(item: Item) -> Json:
    return {
        "id": item.key,
        "name": item.content["name"],
        "start": item.start,
        "end": item.end,
        "quote": item.quote or item.content["name"],
        "status": "planned",
        "task_id": None,
    }
