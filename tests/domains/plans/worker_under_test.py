"""A worker process that dies in the middle of reading, where a file in its data folder says.

`python -m tests.domains.plans.worker_under_test PROCESSES LEASE` runs the real foreman. Nothing of
the kind is in the product.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def arm() -> None:
    """Make each first attempt kill its process at the progress call its document is given."""
    from xueyou.platform.jobs.running import RunningJob

    moments = json.loads((Path(settings.DATA) / "moments.json").read_text())
    told = RunningJob.progress
    calls: dict[Any, int] = {}

    def progress(run: RunningJob, *arguments: Any, **options: Any) -> None:
        told(run, *arguments, **options)
        at = moments.get(run.payload.get("document"))
        calls[run.uid] = calls.get(run.uid, 0) + 1
        if run.attempt == 1 and calls[run.uid] == at:
            os.kill(os.getpid(), signal.SIGKILL)

    RunningJob.progress = progress  # type: ignore[method-assign]


def main() -> None:
    """Run the real foreman with a short lease."""
    django.setup()
    settings.JOBS_LONGEST_LEASE_SECONDS = float(sys.argv[2])
    arm()
    from xueyou.platform.jobs.foreman import Foreman

    sys.exit(Foreman(processes=int(sys.argv[1])).run())


if __name__ == "__main__":
    main()
