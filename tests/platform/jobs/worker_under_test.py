"""A worker process for the kill tests, with handlers that know how to die.

`python -m tests.platform.jobs.worker_under_test PROCESSES LEASE` runs the real foreman. Kill points
are placed here, by the tests; nothing of the kind is in the product.
"""

import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

STEPS = 12
STEP_SECONDS = 0.02
MOMENTS = (
    "before_handler",
    *(f"step_{n}" for n in range(STEPS)),
    "after_work",
    "in_finish_before_write",
    "in_finish_after_write",
    "in_finish_after_second_write",
    "before_commit",
    "after_commit",
    "after_handler",
)


def die_at(run, moment: str) -> None:
    """Kill this process without any chance to clean up, once, at the moment the job names."""
    if run.payload["moment"] == moment and (run.attempt == 1 or run.payload["always"]):
        note("died", run)
        os.kill(os.getpid(), signal.SIGKILL)


def note(what: str, run) -> None:
    """Leave a line that survives this process."""
    line = json.dumps(
        {"what": what, "job": str(run.uid), "attempt": run.attempt, "at": time.time()}
    )
    with (Path(settings.DATA) / "notes.jsonl").open("a") as file:
        file.write(line + "\n")


def write_result(run, part: str, body: str) -> None:
    """Insert one row of the result through the job's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kill_result (job, part, attempt, body) VALUES (%s, %s, %s, %s)",
            [str(run.uid), part, run.attempt, body],
        )


def register() -> None:
    """Register the handlers that the kill tests use."""
    from xueyou.platform.jobs.api import every, job_handler

    @job_handler("kill.compute", payload={"moment": str, "always": bool, "text": str})
    def compute(run) -> None:
        note("started", run)
        die_at(run, "before_handler")
        digest = hashlib.sha256(run.payload["text"].encode())
        for step in range(STEPS):
            digest.update(str(step).encode())
            time.sleep(STEP_SECONDS)
            run.progress(step + 1, STEPS, said=f"第 {step + 1} 步")
            die_at(run, f"step_{step}")
        die_at(run, "after_work")
        with run.finish(result={"sha256": digest.hexdigest()}):
            die_at(run, "in_finish_before_write")
            write_result(run, "a", digest.hexdigest())
            die_at(run, "in_finish_after_write")
            write_result(run, "b", digest.hexdigest())
            die_at(run, "in_finish_after_second_write")
            die_at(run, "before_commit")
        die_at(run, "after_commit")
        die_at(run, "after_handler")

    @job_handler("kill.long", payload={"seconds": int, "heeds": bool}, lease_seconds=3)
    def long(run) -> None:
        note("started", run)
        end = time.monotonic() + run.payload["seconds"]
        while time.monotonic() < end:
            time.sleep(0.02)
            if run.payload["heeds"]:
                run.progress(1, 2)
        note("worked", run)
        with run.finish():
            write_result(run, "a", "long")
        note("finished", run)

    @job_handler("kill.long_quick", payload={"seconds": int}, queue="quick")
    def long_quick(run) -> None:
        note("started", run)
        time.sleep(run.payload["seconds"])

    @job_handler("kill.count", payload={"number": int})
    def count(run) -> None:
        with run.finish():
            write_result(run, "a", str(run.payload["number"]))

    @every("kill.bell", minutes=1)
    def ring() -> None:
        with (Path(settings.DATA) / "rung").open("a") as file:
            file.write("x\n")


def main() -> None:
    """Run the real foreman with these handlers and a short lease."""
    django.setup()
    settings.JOBS_LONGEST_LEASE_SECONDS = float(sys.argv[2])
    register()
    from xueyou.platform.jobs.foreman import Foreman

    sys.exit(Foreman(processes=int(sys.argv[1])).run())


if __name__ == "__main__":
    main()
