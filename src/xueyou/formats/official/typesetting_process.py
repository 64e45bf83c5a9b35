"""Owns the process in which Typst sets one page after another: it limits itself, then works.

Started by `typesetting` as `python -m xueyou.formats.official.typesetting_process TEMPLATE`. On
stdin the data as JSON, on stdout the PDF. It may write no file and read none but its template:
data is handed over as data, never as Typst code.
"""

import contextlib
import json
import resource
import sys
from importlib.resources import files
from pathlib import Path

import typst

from xueyou.formats.official import faces

MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Address space: Typst maps every font of the machine."""
SECONDS = 25
_SHORT = {
    faces.TITLE: "title",
    faces.BODY: "body",
    faces.KAI: "kai",
    faces.HEI: "hei",
    faces.SONG: "song",
}


def main(arguments: list[str]) -> int:
    """Set the data on stdin by the template named; 0 with the PDF on stdout."""
    template = Path(str(files("xueyou.formats.official") / "templates" / f"{arguments[0]}.typ"))
    data = sys.stdin.buffer.read().decode()
    nowhere = template.parent / "packages"  # there are none, and none are fetched
    families = typst.Fonts().families()
    _limit()
    made = typst.compile(
        template,
        root=template.parent,
        sys_inputs={"data": data, "faces": json.dumps(faces_for(families))},
        format="pdf",
        package_path=nowhere,
        package_cache_path=nowhere,
        timestamp=0,
    )
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def faces_for(families: list[str]) -> dict[str, object]:
    """Return the stacks by short name, and the sentence about those that are missing."""
    found = faces.stacks(families)
    lacking = faces.missing(families)
    said = ""
    if lacking:
        names = "、".join(lacking)
        said = (
            f"本机没有{names}，这份PDF用相近的字体代替；正式印发请用Word文件，由WPS按原字体打印。"
        )
    return {"stacks": {_SHORT[face]: stack for face, stack in found.items()}, "said": said}


def _limit() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
