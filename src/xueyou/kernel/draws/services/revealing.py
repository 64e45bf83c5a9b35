"""Revealing a draw once, after the public source has spoken; voiding one, for all to see."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xueyou.kernel.draws.access import REVEAL_DRAW, VOID_DRAW
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import check_revealed, revelation, unchanged
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.draws.services.keeping import bytes_of, keep, kept_files, written
from xueyou.kernel.draws.verbs import REVEAL, VOID
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now, clock_moved

_ZH = {"roster": "名册", "rules": "规则", "places": "名额表", "options": "选项表"}


def reveal_draw(
    *,
    actor: Actor,
    draw_uid: UUID | str,
    published: str,
    witnesses: Sequence[str] = (),
    used: int = 0,
    because: str = "",
    key: str,
    at: datetime | None = None,
) -> str:
    """Reveal a draw with what the public source published; return the seed, 64 hex digits.

    `used` is the place of the source among those declared, `because` why not one before it;
    `witnesses` the lines they had sealed. Raises NotFound, DrawNotMade: too early, a second time,
    voided, a witness missing or other digits than sealed, committed files that were changed.
    """
    request = {
        "draw": str(draw_uid),
        "published": published,
        "witnesses": list(witnesses),
        "used": used,
        "because": because,
    }
    draw = target(actor, REVEAL_DRAW, draw_uid)
    assert isinstance(draw, Draw)
    data, seed, refused = b"", "", None
    try:
        if draw.revealed_at is None:
            data, seed = _revelation(
                draw, published, witnesses, used, because, at or business_now()
            )
    except DrawNotMade as found:  # a repeated call is answered first
        refused = found
    with (
        written(draw.uid, {"reveal": data}, {}) as files,
        act(actor, REVEAL.name, at=at, key=key, request=request) as a,
    ):
        draw = target(actor, REVEAL_DRAW, draw_uid)
        if a.repeated:
            return str(a.outcome["seed"])
        if refused is not None:
            raise refused
        a.lock(draw)
        if draw.void_reason:
            raise DrawNotMade("这次抽签已经作废，不能揭晓。")
        if draw.revealed_at is not None:
            raise DrawNotMade(
                f"第 {draw.ordinal} 号承诺已经揭晓过，一号只能揭晓一次，原来的结果没有动。"
                "要重抽，只能作废以后重新承诺，次序号会加一，大家都看得见。"
            )
        draw.reveal = keep(a, draw.uid, "reveal", files["reveal"])
        draw.randomness, draw.seed, draw.revealed_at = published[:400], seed, a.business_at
        draw.save(update_fields=["reveal", "randomness", "seed", "revealed_at"])
        a.about("draw", draw.uid, org_path=draw.organisation.path)
        a.data = {"commitment_sha256": draw.commitment_sha256, "seed": seed, "source": used}
        a.outcome = {"seed": seed}
        return seed


def void_draw(
    *, actor: Actor, draw_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Void a draw, for a reason that everybody reads; its number stays taken.

    Raises NotFound, DrawNotMade (no reason, or void already).
    """
    request = {"draw": str(draw_uid), "why": why}
    with act(actor, VOID.name, at=at, key=key, request=request) as a:
        draw = target(actor, VOID_DRAW, draw_uid)
        assert isinstance(draw, Draw)
        if a.repeated:
            return
        if not why.strip():
            raise DrawNotMade("请写明为什么作废。抽签没有动。")
        a.lock(draw)
        if draw.void_reason:
            raise DrawNotMade("这次抽签已经作废过，不用再办。")
        void_within(draw, why)
        a.about("draw", draw.uid, org_path=draw.organisation.path)
        a.data = {"ordinal": draw.ordinal, "commitment_sha256": draw.commitment_sha256}


def void_within(draw: Draw, why: str) -> None:
    """Void a locked draw as a part of a room's own act, where the room's rule says so."""
    if not draw.void_reason:
        draw.void_reason = why.strip()[:300]
        draw.save(update_fields=["void_reason"])


def _revelation(
    draw: Draw, published: str, witnesses: Sequence[str], used: int, because: str, at: datetime
) -> tuple[bytes, str]:
    commit, files = bytes_of(draw.commitment), kept_files(draw)
    if changed := unchanged(commit, files):
        raise DrawNotMade(f"保存的{_ZH[changed]}与承诺不符，有人动过，没有揭晓。")
    data, seed = revelation(
        commit,
        used=used,
        because=because,
        published=published,
        witnesses=witnesses,
        at=at,
        rehearsal=clock_moved(),
    )
    check_revealed(commit, data, files["roster"])
    return data, seed
