"""The one written form of JSON in stored rows: sorted keys, no blanks, so a changed byte shows."""

import json
from typing import Any


class CanonicalJSON(json.JSONEncoder):
    """Encoder for JSONField: the same value always becomes the same text."""

    def __init__(self, **options: Any) -> None:
        options.update(
            sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, indent=None
        )
        super().__init__(**options)
