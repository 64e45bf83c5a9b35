"""The list of addresses as it is reviewed: tests/house/routes.lock.json.

`python -m tests.leaks.lock` writes it anew; what changed shows in the review.
"""

import json
import os
import sys

from tests.paths import ROOT

FILE = ROOT / "tests" / "house" / "routes.lock.json"


def lines() -> list[dict[str, object]]:
    """Return one entry an address: pattern, permission, methods, class of objects, content."""
    from tests.leaks.enumeration import addresses

    return [
        {
            "name": one.name,
            "pattern": one.pattern,
            "permission": str(one.declared.permission) if one.declared else None,
            "writes": str(one.declared.writes) if one.declared and one.declared.writes else None,
            "methods": sorted(one.declared.methods) if one.declared else None,
            "objects": one.declared.objects if one.declared else None,
            "content": one.declared.content if one.declared else None,
        }
        for one in addresses()
    ]


def written(found: list[dict[str, object]]) -> str:
    """Return the file's text: one address a line, so that a change is one line of a review."""
    body = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in found)
    return f"[\n{body}\n]\n"


def main() -> int:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueyou.site.settings.test")
    import django

    django.setup()
    FILE.write_text(written(lines()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
