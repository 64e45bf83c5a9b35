"""Who looks at a season as a whole: a county at its own, the city at all of its counties."""

from xueyou.kernel.calls.access import APPLICATIONS, CALLS
from xueyou.platform.access.permissions import Permission

WATCH_SEASON = Permission("enrolment.season.watch", zh="看招生进度、统计和年报", of=CALLS)
READ_DOUBLES = Permission("enrolment.doubles.read", zh="看在两个县区报名的孩子", of=APPLICATIONS)
