"""`python -m tests.load opening-hour --db sqlite --seconds 30 --seed 1 --json FILE`.

`kills`: the random kills alone. `soak`: service level for long, looking at memory.
Exit 0: valid figures, nothing lost, doubled or mixed; 1: something was; 7: the figures are invalid
(the client or somebody else took too much of the machine, too little was seen to break), the
counts still hold.
"""

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.postgres import SOUND, Missing, break_off, start

WELL, FALSE, MACHINE, INVALID = 0, 1, 4, 7
SHOWN = 10


def main() -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("what", choices=["opening-hour", "kills", "soak"])
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=30.0, help="of each turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-kills", action="store_true", help="opening-hour without them")
    parser.add_argument("--json", type=Path, help="default: var/load/WHAT-DB.json")
    chosen = parser.parse_args()
    out = chosen.json or Path(f"var/load/{chosen.what}-{chosen.db}.json")
    with tempfile.TemporaryDirectory(prefix="xueyou-load-") as folder:
        os.environ["XUEYOU_DATA"] = folder
        os.environ["XUEYOU_ENV"] = "test"
        os.environ["DJANGO_SETTINGS_MODULE"] = "xueyou.site.settings.test"
        os.environ["DB"] = chosen.db
        os.environ.pop("DATABASE_URL", None)
        cluster = None
        if chosen.db == "postgres":
            try:
                cluster = start(SOUND)
            except Missing as missing:
                print(missing, file=sys.stderr)
                return MACHINE
            os.environ["XUEYOU_TEST_POSTGRES"] = cluster.url()
        import django

        django.setup()
        from tests.load import opening_hour, soak

        play = {
            "opening-hour": partial(opening_hour.play, deadly=not chosen.no_kills),
            "kills": opening_hour.play_kills,
            "soak": soak.play,
        }[chosen.what]
        store = opening_hour.Stores()
        if cluster is not None:
            first = (cluster.directory / "data" / "postmaster.pid").read_text().splitlines()[0]
            store = opening_hour.Stores(int(first), partial(break_off, cluster))
        result = play(Path(folder), chosen.seconds, chosen.seed, store, out)
    for line in (*result["invalid_why"], *result["wrong"][:SHOWN]):
        print(line, file=sys.stderr)
    print(out)
    if result["lost"] or result["doubled"] or result["mixed"] or result["wrong"]:
        return FALSE
    return WELL if result["valid"] else INVALID


if __name__ == "__main__":
    sys.exit(main())
