"""The shape "plan-release/1": exactly these fields reach the public, and no others.

    schema, title, organ, plan, year, document, as_of
    tasks [{number, title, due_on, quote, light, sentence,
            indicators [{name, quote, light, sentence}]}]

Lights and sentences are those of the wall; what only the owner sees yet never enters.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from xueyou.formats.canonical import canonical_json

SCHEMA = "plan-release/1"
LIGHTS = ("good", "slow", "bad", "done", "none")
MOST_TASKS = 200
_HEAD = {"schema", "title", "organ", "plan", "year", "document", "as_of", "tasks"}
_TASK = {"number", "title", "due_on", "quote", "light", "sentence", "indicators"}
_INDICATOR = {"name", "quote", "light", "sentence"}

Json = dict[str, Any]


class PayloadRefused(ValueError):
    """Something else than the whitelisted fields would have been published."""


def sealed(payload: Mapping[str, Any]) -> str:
    """Return the payload as canonical JSON. Raises PayloadRefused unless it has the shape."""
    _fields(payload, _HEAD, "")
    _require(payload["schema"] == SCHEMA, "schema")
    for name in ("title", "organ", "plan", "document"):
        _text(payload, name, "")
    _require(type(payload["year"]) is int, "year")
    _day(payload["as_of"], "as_of")
    tasks = payload["tasks"]
    _require(isinstance(tasks, list) and 1 <= len(tasks) <= MOST_TASKS, "tasks")
    for place, task in enumerate(tasks):
        _task(task, f"tasks.{place}")
    return canonical_json(dict(payload)).decode()


def opened(text: str) -> Json:
    """Return the payload that a release holds."""
    found: Json = json.loads(text)
    return found


def _task(task: Mapping[str, Any], place: str) -> None:
    _fields(task, _TASK, place)
    _require(type(task["number"]) is int, f"{place}.number")
    _day(task["due_on"], f"{place}.due_on")
    for name in ("title", "quote", "sentence"):
        _text(task, name, place)
    _require(task["light"] in LIGHTS, f"{place}.light")
    _require(isinstance(task["indicators"], list), f"{place}.indicators")
    for number, indicator in enumerate(task["indicators"]):
        inner = f"{place}.indicators.{number}"
        _fields(indicator, _INDICATOR, inner)
        for name in ("name", "quote", "sentence"):
            _text(indicator, name, inner)
        _require(indicator["light"] in LIGHTS, f"{inner}.light")


def _fields(found: Any, wanted: set[str], place: str) -> None:
    _require(isinstance(found, Mapping) and set(found) == wanted, place or "the release")


def _text(found: Mapping[str, Any], name: str, place: str) -> None:
    _require(isinstance(found[name], str), f"{place}.{name}".lstrip("."))


def _day(value: Any, place: str) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PayloadRefused(place) from None


def _require(holds: bool, place: str) -> None:
    if not holds:
        raise PayloadRefused(place)
