"""Publishing a prepared payload, as a part of the act that decides it."""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import PURPOSE, Payload
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.kernel.publications.services.taking_down import supersede
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import Trust, mark_clean, receive
from xueyou.platform.orgs.models import Organisation

SUPERSEDED = "已由新的公示代替"


def publish(
    a: ActInProgress,
    prepared: Payload,
    *,
    organisation: Organisation,
    subject_kind: str,
    subject_uid: UUID,
    visible_from: datetime,
    visible_to: datetime,
    paper_uid: UUID | None = None,
    supersedes: Publication | None = None,
) -> Publication:
    """Publish inside the open act; the room has checked the signed paper. Returns the row.

    What it supersedes ends at the same moment. Raises PublicationRefused where it would stand
    longer than its kind allows, or without the paper that its kind asks for.
    """
    kind = prepared.kind
    if visible_to - visible_from > kind.longest:
        raise PublicationRefused(
            f"“{kind.zh}”最长公示 {kind.longest.days} 天，您定的时间更长。没有公示，请改短。"
        )
    if kind.paper_kind is not None and paper_uid is None:
        raise PublicationRefused(f"“{kind.zh}”要有签发的公文才能公示。没有公示，请先签发。")
    if supersedes is not None:
        supersede(a, supersedes, SUPERSEDED)
    uid = uuid7()
    attachment = receive(
        prepared.arrived,
        act=a,
        purpose=PURPOSE,
        title=prepared.arrived.name,
        owner_kind=PURPOSE,
        owner_uid=uid,
        trust=Trust.OFFICIAL,
    )
    mark_clean(attachment.blob)
    return Publication.objects.create(
        uid=uid,
        kind=kind.code,
        organisation=organisation,
        title=prepared.title[:200],
        subject_kind=subject_kind,
        subject_uid=subject_uid,
        payload=attachment.blob,
        payload_sha256=prepared.arrived.sha256,
        fields=list(prepared.fields),
        paper_uid=paper_uid,
        visible_from=visible_from,
        visible_to=visible_to,
        supersedes=supersedes,
    )
