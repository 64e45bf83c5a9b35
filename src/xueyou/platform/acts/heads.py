"""Publishing the head: the last seal's digest, written outside the database once a day."""

from pathlib import Path

from xueyou.platform.acts.columns import exported_moment
from xueyou.platform.acts.models import Seal
from xueyou.platform.acts.sealing import last_seal
from xueyou.platform.time import business_today, wall_now

FOLDER = "audit"
FILE = "heads.txt"


def head_line(seal: Seal) -> str:
    """Return a published head: `seq:digest`, what `--head` takes, and when it was the last."""
    return f"{seal.seq}:{seal.digest} {exported_moment(wall_now())} {business_today()}"


def write_head(data: Path) -> str | None:
    """Append today's head to `audit/heads.txt` in the data folder; None where nothing is sealed.

    The file only grows; a line already there under the same seal is not repeated. It is worth
    as much as the distance between it and the database: copy it to where others keep it.
    """
    seal = last_seal()
    if seal is None:
        return None
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    known = path.read_text().splitlines() if path.exists() else []
    line = head_line(seal)
    if not known or known[-1].split()[0] != line.split()[0]:
        with path.open("a") as file:
            file.write(line + "\n")
    return line
