"""The job that fills the demonstration city's rooms while its front page is already up."""

from xueyou.demo.world import HANDED_IN, SHOWN_NAMES, hand_in
from xueyou.platform.jobs.api import RunningJob, job_handler

FILL = "demo.fill"


@job_handler(FILL)
def fill_rooms(run: RunningJob) -> None:
    """Hand in the city's documents one by one; each is then read by a job of its own."""
    for done, (login_name, file_name, at) in enumerate(HANDED_IN):
        run.progress(done, len(HANDED_IN), f"正在布置演示城市：{SHOWN_NAMES[file_name]}")
        hand_in(login_name, file_name, at)
    with run.finish({"documents": len(HANDED_IN)}):
        pass
