"""Hand a document in: checked in a temporary file, filed, and put into the queue to be read."""

from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from xueyou.domains.plans.access import RECEIVE_DOCUMENT
from xueyou.domains.plans.models import PlanDocument
from xueyou.domains.plans.services import verbs
from xueyou.domains.plans.services.checking import MEDIA, check
from xueyou.platform.access.reading import NotAllowed, require
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import Incoming, incoming, receive
from xueyou.platform.files.uploads import Readable
from xueyou.platform.jobs.api import enqueue
from xueyou.platform.orgs.models import Organisation

_SHORT = {media: name for name, media in MEDIA.items()}


def receive_document(
    *, actor: Actor, upload: Readable, key: str, at: datetime | None = None
) -> UUID:
    """Take a document for the organisation that the actor acts for; return the document's uid.

    Raises Refusal where it cannot be read and ReaderBusy where too many are being read (nothing
    is kept then), NotAllowed without authority, KeyReused where the key came with another file
    before.
    """
    organisation = Organisation.objects.filter(path=actor.org_path).first()
    if organisation is None or not isinstance(actor.user, User):
        raise NotAllowed(RECEIVE_DOCUMENT.code)
    require(actor, RECEIVE_DOCUMENT, path=organisation.path)
    with incoming(upload, check=check) as arrived:
        return _file(actor, actor.user, organisation, arrived, key, at)


def _file(
    actor: Actor,
    user: User,
    organisation: Organisation,
    arrived: Incoming,
    key: str,
    at: datetime | None,
) -> UUID:
    request = {"sha256": arrived.sha256, "organisation": str(organisation.uid)}
    with act(actor, verbs.RECEIVE.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        uid = uuid7()
        attachment = receive(
            arrived,
            act=a,
            purpose="plan",
            title=arrived.name,
            owner_kind="plan_document",
            owner_uid=uid,
        )
        job = enqueue(
            "plans.read",
            {"document": str(uid)},
            actor=actor,
            org_path=organisation.path,
            dedupe_key=str(uid),
        )
        media = _SHORT.get(arrived.media_type, "")
        PlanDocument.objects.create(
            uid=uid,
            organisation=organisation,
            attachment=attachment,
            file_name=arrived.name,
            media=media,
            title=PurePath(arrived.name).stem[:300] or arrived.name,
            received_by=user,
            received_at=a.at,
            received_on=a.business_at.date(),
            job_uid=job.uid,
        )
        a.about("plan_document", uid, org_path=organisation.path)
        a.data = {"sha256": arrived.sha256, "size": arrived.size, "media": media, "job": job.uid}
        a.outcome = {"uid": str(uid)}
        return uid
