"""What every offline write carries: a key that makes it harmless to send twice, and its moment.

The device's own moment (`client_time`) is kept beside the server's; order is the server's.
"""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from ninja import Header
from pydantic import AwareDatetime, Field

from xueyou.surfaces.api.problems import REFUSED, TOO_OFTEN, ApiRefused

RATES = {"write": "120/m/user"}
"""How often one person may write: a roll of fifty sent tap by tap, and again as much."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
CLOCK_WRONG = "设备的时间不对，没有登记。请核对设备的日期和时间，再交一次。"


IdempotencyKey = Annotated[
    UUID,
    Header(
        alias="Idempotency-Key",
        description="设备自己生成的 UUID。没收到答复就用同一个编号原样再交，只会登记一次。",
    ),
]
ClientTime = Annotated[
    AwareDatetime,
    Field(
        description="设备上的时刻，带时区（RFC 3339）。和服务器的时刻一起保存，先后以服务器为准。"
    ),
]


def require_possible(*moments: datetime) -> None:
    """Raise ApiRefused for moments that cannot be meant: a clock that was never set."""
    if not all(EARLIEST <= moment <= LATEST for moment in moments):
        raise ApiRefused(REFUSED, CLOCK_WRONG)


def count_write(request: HttpRequest) -> None:
    """Count one write of the person. Raises ApiRefused where there were too many in a minute."""
    if not ratelimit.consume(request, app="api", action="write", config=RATES):
        raise ApiRefused(TOO_OFTEN)
