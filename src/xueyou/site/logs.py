"""What the logs look like: one JSON object a line, with the request's id, without personal data.

The text of an exception may quote what somebody typed; its class and the places in the code may
not. So a traceback is written as places only.
"""

import json
import logging
import time
import traceback
from functools import lru_cache
from typing import Any

from xueyou.platform.acts.request_ids import current_request_id

_WRITER = json.JSONEncoder(ensure_ascii=False, default=str)
FIELDS = ("ms", "queries", "status_code")


class OneLine(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": _second(int(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "said": record.getMessage(),
        }
        if request := current_request_id():
            line["request"] = request
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["places"] = _places(record.exc_info[1])
        return _WRITER.encode(line)


class WithoutAddress(logging.Filter):
    """Takes the address out of Django's own lines about requests ("Not Found: /…")."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the route in the address's place."""
        from xueyou.site.middleware import route_of

        request = getattr(record, "request", None)
        if request is not None and record.args:
            given = record.args if isinstance(record.args, tuple) else (record.args,)
            record.args = tuple(
                route_of(request) if isinstance(each, str) and each.startswith("/") else each
                for each in given
            )
        return True


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    """Return a moment as it stands in a line; many lines share a second."""
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(moment))


def _places(error: BaseException | None) -> list[str]:
    if error is None:
        return []
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno}" for frame in frames][-12:]


def configuration() -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, one line each."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "xueyou.site.logs.OneLine"}},
        "filters": {"without_address": {"()": "xueyou.site.logs.WithoutAddress"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["without_address"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "xueyou": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},  # statuses stand in xueyou.requests
        },
    }
