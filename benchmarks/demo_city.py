"""What the whole demonstration city costs: 61 schools, 6,000 applications, every story told.

`make bench NAME=demo_city` founds the city in a database of its own and tells all its stories, one
after another, as the worker of a running site does. Printed are events, seconds of computing and
peak memory of each story, and what one application costs. Exit 1 where an event breaks off, or all
of it needs more than eight minutes of computing. `--db postgres` asks PostgreSQL.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

EXIT_MISSED = 1
SECONDS = 480


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell, measure, print, and say by the exit code whether the bar holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.demo_city", description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "XUEYOU_DATA": folder,
            "XUEYOU_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
            "XUEYOU_NOW": "2026-11-20T08:00:00+08:00!",
        }
        import django

        django.setup()
        from tests.databases import own_clone

        with own_clone(Path(folder), options.db):
            return _tell()


def _tell() -> int:
    from xueyou.demo.replay.steering import preparations
    from xueyou.demo.replay.telling import tell
    from xueyou.demo.stories import STORIES
    from xueyou.demo.world import found_city
    from xueyou.kernel.calls.models import Application

    found_city()
    next(iter(preparations())).happen()
    whole = time.process_time()
    print(f"{'story':<18}{'events':>8}{'CPU s':>8}{'wall s':>8}{'MB':>7}")
    for name, story in STORIES.items():
        computed, begun = time.process_time(), time.perf_counter()
        events = story.events()
        assert tell(events, seconds=3600, say=lambda *_: None), name
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        spent, wall = time.process_time() - computed, time.perf_counter() - begun
        print(f"{name:<18}{len(events):>8}{spent:>8.1f}{wall:>8.1f}{peak:>7}", flush=True)
    from xueyou.demo.year.guests import GUESTS

    asked = Application.objects.filter(drafted_by__login_name__in=GUESTS)
    missing = set(GUESTS) - set(asked.values_list("drafted_by__login_name", flat=True))
    assert not missing, f"guests without an application: {missing}"
    seconds, many = time.process_time() - whole, Application.objects.count()
    print(f"{many} applications, {seconds:.0f} s of computing of {SECONDS}")
    print(f"{seconds * 1000 / many:.0f} ms an application, all that follows included")
    return EXIT_MISSED if seconds > SECONDS else 0


if __name__ == "__main__":
    raise SystemExit(main())
