"""Text messages: what a gateway must do, and which one this deployment has.

The gateway is named by the setting XUEYOU_SMS, a dotted path to a class without arguments.
"""

from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class SmsGateway(Protocol):
    """Sends text messages. Raises OSError where it cannot; the job tries again."""

    def send(self, *, number: str, template: str, params: dict[str, str], identity: UUID) -> None:
        """Send `template` filled with `params`; the same identity twice is one message."""


@cache
def gateway() -> SmsGateway:
    """Return the gateway of this deployment."""
    made: SmsGateway = import_string(settings.XUEYOU_SMS)()
    return made
