"""Write docs/openapi.json anew; what changed shows in the review."""

import json
import os
import sys

from tests.paths import ROOT

KEPT = ROOT / "docs" / "openapi.json"


def main() -> int:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueyou.site.settings.test")
    import django

    django.setup()
    from xueyou.surfaces.api.description import description

    text = json.dumps(description(), ensure_ascii=False, indent=1)
    KEPT.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
