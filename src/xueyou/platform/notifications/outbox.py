"""Mail and text messages of demonstration and tests: each is a file in `outbox/`."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from xueyou.platform.time import wall_now


class OutboxBackend(BaseEmailBackend):
    """Writes `outbox/<id>.json`: {kind, id, at, to, subject, body}.

    The id comes from the Message-ID where the sender gave one, so sending the same mail twice
    leaves one file, as the receiver's mailbox would do it.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every message; return how many."""
        for message in email_messages:
            write_to_outbox(
                "email",
                message.extra_headers.get("Message-ID", ""),
                {
                    "to": message.recipients(),
                    "subject": str(message.subject),
                    "body": str(message.body),
                },
            )
        return len(email_messages)


class OutboxSms:
    """Writes `outbox/<id>.json`: {kind, id, at, to, template, params}, as a gateway sends it."""

    def send(self, *, number: str, template: str, params: dict[str, str], identity: UUID) -> None:
        """Write one message."""
        content: dict[str, object] = {"to": number, "template": template, "params": params}
        write_to_outbox("sms", str(identity), content)


def write_to_outbox(kind: str, identity: str, content: dict[str, object]) -> Path:
    """Write one outgoing message (kind "email" or "sms") as a file, in one step."""
    name = hashlib.sha256((identity or uuid4().hex).encode()).hexdigest()[:24]
    folder: Path = settings.DATA / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{os.getpid()}.tmp"
    line = {"kind": kind, "id": name, "at": wall_now().isoformat(), **content}
    unfinished.write_text(json.dumps(line, ensure_ascii=False, indent=2) + "\n")
    final = folder / f"{name}.json"
    unfinished.replace(final)
    return final
