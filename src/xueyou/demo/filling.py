"""How far the demonstration's city has come, in one sentence for its front page."""

from xueyou.demo.handlers import STORY
from xueyou.demo.stories import APPLICATIONS, STORIES
from xueyou.kernel.calls.models import Application
from xueyou.platform.jobs.models import ALIVE, Job


def said() -> str:
    """Return what moves in at this moment, "" once everybody has. One query, two while it lasts."""
    payload = Job.objects.filter(kind=STORY, state__in=ALIVE).values_list("payload", flat=True)
    told = payload.first()
    if told is None:
        return ""
    come = min(Application.objects.count(), APPLICATIONS)
    return (
        f"演示城市还在搬进来：{STORIES[str(told['story'])].zh}。"
        f"已有 {come:,} 份报名，一共约 {APPLICATIONS:,} 份；先来的可以先看，不用等。"
    )
