"""Committing a draw: everything is fixed and numbered before the public source speaks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from xueyou.formats.canonical import sha256_hex
from xueyou.formats.program import code_digest
from xueyou.formats.sm3 import sm3_hex
from xueyou.kernel.draws.access import MAKE_DRAW
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Fixed, Place, Source, commitment
from xueyou.kernel.draws.purposes import purpose_of
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.draws.services.keeping import keep, written
from xueyou.kernel.draws.verbs import COMMIT
from xueyou.platform.access.reading import require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_now, clock_moved

_DIGEST = 64
_TAKEN = "这件事刚有别人承诺了一次抽签，次序变了。您的没有承诺，请看一下再来。"


def commit_draw(
    *,
    actor: Actor,
    purpose: str,
    subject_uid: UUID,
    organisation_uid: UUID | str,
    roster: bytes,
    rules: bytes,
    places: bytes,
    options: bytes | None,
    sources: Sequence[Source],
    not_before: datetime,
    seals: Sequence[str] = (),
    official: bool = True,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Fix roster, rules, places and options, by the bytes that a run uses; return the draw's uid.

    `sources` in the order in which they count; `seals` one SHA-256 in hex for each witness.
    Raises NotAllowed, DrawNotMade: too late, no source, a second official draw, a citizen number.
    """
    fixed = Fixed(roster, rules, places, options)
    moment = at or business_now()
    request = {
        "purpose": purpose_of(purpose).code,
        "subject": str(subject_uid),
        "official": official,
        "not_before": not_before.astimezone(UTC).isoformat(),
        "files": {name: sha256_hex(data) for name, data in fixed.files().items()},
        "sources": [[source.name, source.form] for source in sources],
        "seals": list(seals),
    }
    _check(sources, seals)
    place = _place(purpose, subject_uid, roster)
    commit, refused = b"", None
    try:
        commit = commitment(
            fixed,
            place,
            sources=sources,
            not_before=not_before,
            committed_at=moment,
            seals=seals,
            rehearsal=clock_moved(),
        )
    except DrawNotMade as found:  # a repeated call is answered first
        refused = found
    uid = uuid7()
    with (
        written(uid, {"commit": commit}, fixed.files()) as files,
        act(actor, COMMIT.name, at=at, key=key, request=request) as a,
    ):
        organisation = Organisation.objects.get(uid=organisation_uid)
        require(actor, MAKE_DRAW, path=organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        if refused is not None:
            raise refused
        a.lock(organisation)  # numbers of one subject are given one after another
        if _place(purpose, subject_uid, roster) != place:
            raise DrawNotMade(_TAKEN)
        _refuse_second(purpose, subject_uid, official=official)
        kept = {name: keep(a, uid, name, file) for name, file in files.items()}
        draw = Draw.objects.create(
            uid=uid,
            purpose=purpose,
            subject_uid=subject_uid,
            organisation=organisation,
            ordinal=place.ordinal,
            official=official,
            previous_sha256=place.previous or "",
            roster_sha256=sha256_hex(roster),
            roster_sm3=sm3_hex(roster),
            rules_sha256=sha256_hex(rules),
            code_version=code_digest(),
            sources=[{"name": source.name, "form": source.form} for source in sources],
            seals=list(seals),
            not_before=not_before,
            commitment=kept["commit"],
            commitment_sha256=sha256_hex(commit),
            committed_at=moment,
        )
        a.about("draw", draw.uid, org_path=organisation.path)
        a.data = {
            "purpose": purpose,
            "ordinal": draw.ordinal,
            "official": official,
            "commitment_sha256": draw.commitment_sha256,
            "seals": len(seals),
        }
        a.outcome = {"uid": str(draw.uid)}
        return draw.uid


def _check(sources: Sequence[Source], seals: Sequence[str]) -> None:
    if not sources or any(not source.name.strip() for source in sources):
        raise DrawNotMade("请至少写明一个公开源。没有承诺。")
    if any(len(seal) != _DIGEST or set(seal) - set("0123456789abcdef") for seal in seals):
        raise DrawNotMade("见证人的封存摘要要是 64 位十六进制数。没有承诺。")
    if len(set(seals)) != len(seals):
        raise DrawNotMade("两份封存的见证数字一样，分不清是谁的。没有承诺，请各给各的。")


def _place(purpose: str, subject_uid: UUID, roster: bytes) -> Place:
    known = list(
        Draw.objects.filter(purpose=purpose, subject_uid=subject_uid)
        .order_by("ordinal")
        .values_list("ordinal", "commitment_sha256", "roster_sha256")
    )
    digest = sha256_hex(roster)
    return Place(
        ordinal=len(known) + 1,
        previous=known[-1][1] if known else None,
        repeats=[ordinal for ordinal, _, same in known if same == digest],
    )


def _refuse_second(purpose: str, subject_uid: UUID, *, official: bool) -> None:
    if not official:
        return
    found = Draw.objects.filter(
        purpose=purpose, subject_uid=subject_uid, official=True, void_reason=""
    ).first()
    if found is not None:
        raise DrawNotMade(
            f"这件事已经有正式的抽签（第 {found.ordinal} 号），不能再抽第二次。没有承诺。"
            "确实要重来，先写明原因把它作废；次序号会加一，大家都看得见。"
        )
