"""`python -m tests.load opening-hour --db sqlite --seconds 30 --seed 1 --json FILE`.

Exit 0: valid figures, nothing lost, doubled or mixed; 1: something was; 7: the figures are invalid
(the client or somebody else took too much of the machine), the counts still hold.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.postgres import SOUND, Missing, start

WELL, FALSE, MACHINE, INVALID = 0, 1, 4, 7


def main() -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("what", choices=["opening-hour"])
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=30.0, help="of each stage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, default=Path("var/load/opening-hour.json"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xueyou-load-") as folder:
        os.environ["XUEYOU_DATA"] = folder
        os.environ["XUEYOU_ENV"] = "test"
        os.environ["DJANGO_SETTINGS_MODULE"] = "xueyou.site.settings.test"
        os.environ["DB"] = chosen.db
        os.environ.pop("DATABASE_URL", None)
        store = None
        if chosen.db == "postgres":
            try:
                cluster = start(SOUND)
            except Missing as missing:
                print(missing, file=sys.stderr)
                return MACHINE
            os.environ["XUEYOU_TEST_POSTGRES"] = cluster.url()
            first = (cluster.directory / "data" / "postmaster.pid").read_text().splitlines()[0]
            store = int(first)
        import django

        django.setup()
        from tests.load.opening_hour import play

        result = play(Path(folder), chosen.seconds, chosen.seed, store, chosen.json)
    for line in (*result["invalid_why"], *result["wrong"][:10]):
        print(line, file=sys.stderr)
    print(f"{chosen.json}: {result['capacity']}")
    if result["lost"] or result["doubled"] or result["mixed"] or result["wrong"]:
        return FALSE
    return WELL if result["valid"] else INVALID


if __name__ == "__main__":
    sys.exit(main())
