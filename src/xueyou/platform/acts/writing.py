"""`with act(…)`: one durable transaction, one repeated key one outcome, one row in the log."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from xueyou.formats.seal_digests import act_digest
from xueyou.platform.acts import receipts
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.columns import stored_columns
from xueyou.platform.acts.deliveries import write_deliveries
from xueyou.platform.acts.models import Act, Receipt
from xueyou.platform.acts.request_ids import current_request_id
from xueyou.platform.acts.schema import checked_data
from xueyou.platform.acts.verbs import Verb, verb_named
from xueyou.platform.db import insert_row, lock, uuid7
from xueyou.platform.time import business_now, wall_now

LONGEST_SECONDS = 60
"""The longest allowed transaction; sealing waits twice as long (platform/acts/sealing)."""


class ActIncomplete(RuntimeError):
    """A verb ended without saying what it was about."""


class ActTooLong(RuntimeError):
    """A verb held its transaction longer than allowed; it was rolled back, nothing is half done."""


class ActInProgress:
    """What a verb writes down while its transaction is open."""

    def __init__(
        self, actor: Actor, verb: Verb, *, on_behalf: Actor | None, business_at: datetime
    ) -> None:
        self.uid: UUID = uuid7()
        self.actor = actor
        self.on_behalf = on_behalf
        self.verb = verb.name
        self.at = wall_now()
        self.business_at = business_at
        self.data: Mapping[str, Any] = {}
        self.outcome: Any = None
        self.repeated = False
        self._declared = verb
        self._subject: tuple[str, UUID, str] | None = None
        self._held: set[tuple[str, int]] = set()

    def about(self, kind: str, uid: UUID, org_path: str = "") -> None:
        """Name the subject of the act; the last call counts."""
        self._subject = (kind, uid, org_path)

    def lock(self, *scarce: models.Model) -> None:
        """Lock what becomes scarcer and refresh it: ordered, once an act, late.

        Naming rows again that this act holds already is harmless and changes nothing.
        """
        rows = {(row._meta.db_table, row.pk) for row in scarce}
        if rows <= self._held:
            return
        if self._held:
            raise RuntimeError("an act locks once: name all rows in one call")
        self._held = rows
        lock(*scarce)

    def write(self) -> Act:
        """Insert the act's row and its deliveries."""
        if self._subject is None:
            raise ActIncomplete(f"{self.verb} did not say what it was about")
        kind, subject_uid, org_path = self._subject
        row = Act(
            uid=self.uid,
            at=self.at,
            business_at=self.business_at,
            actor=str(self.actor),
            on_behalf=str(self.on_behalf or ""),
            verb=self.verb,
            subject_kind=kind,
            subject_uid=subject_uid,
            org_path=org_path,
            data=checked_data(self.verb, self._declared.fields, self.data),
            request_id=current_request_id(),
        )
        row.digest = act_digest(stored_columns(row))
        insert_row(row)
        write_deliveries(row)
        return row


@contextmanager
def act(
    actor: Actor,
    verb: str,
    *,
    at: datetime | None = None,
    key: str | None = None,
    request: Mapping[str, Any] | None = None,
    on_behalf: Actor | None = None,
) -> Iterator[ActInProgress]:
    """Open the one transaction of a verb; at its end write one act, or nothing at all.

    `at` is the business moment the actor saw (default: now by the business clock). With a `key`
    a repeated call finds `a.repeated` true and the first result in `a.outcome`, and whatever it
    writes is undone; the same key with another `request` raises KeyReused. It may not be called
    inside another transaction.
    """
    declared = verb_named(verb)
    started = time.monotonic()
    with transaction.atomic(durable=True):
        a = ActInProgress(actor, declared, on_behalf=on_behalf, business_at=at or business_now())
        receipt = _claim(a, key, request) if key is not None else None
        yield a
        if a.repeated:
            transaction.set_rollback(True)
            return
        a.write()
        if receipt is not None:
            receipts.keep_outcome(receipt, a.outcome)
        if time.monotonic() - started > LONGEST_SECONDS:
            raise ActTooLong(f"{verb} 用时超过 {LONGEST_SECONDS} 秒，已全部撤回。")


def _claim(a: ActInProgress, key: str, request: Mapping[str, Any] | None) -> Receipt:
    digest = receipts.request_digest(a.verb, str(a.on_behalf or ""), request)
    receipt, first = receipts.claim(f"{a.actor}|{a.verb}", key, digest, a.at)
    a.repeated = not first
    a.outcome = None if first else receipt.outcome
    return receipt
