"""Exports of sealed acts, made without a database."""

import json
from pathlib import Path

from xueyou.formats.canonical import canonical_json
from xueyou.formats.seal_digests import (
    GENESIS,
    act_digest,
    leaf,
    leaves_text,
    merkle_root,
    seal_digest,
)
from xueyou.formats.sealed import SCHEMA


def columns_of(number: int) -> dict[str, object]:
    """Return an act as long as real ones are."""
    uid = f"019a{number:08x}-0000-7000-8000-000000000000"
    return {
        "uid": uid,
        "at": "2026-11-21T12:00:00.000000Z",
        "business_at": "2026-11-20T00:00:00.000000Z",
        "actor": f"user:{uid}",
        "on_behalf": "",
        "verb": "plans.document.receive",
        "subject_kind": "plan_document",
        "subject_uid": uid,
        "org_path": "000001.000002.",
        "data": {"bytes": number, "sha256": "0" * 64, "media": "docx"},
        "request_id": f"{number:032x}",
    }


def write_made_export(path: Path, *, count: int, batch: int) -> str:
    """Write the export of a made log; return its head."""
    seals: list[bytes] = []
    acts: list[bytes] = []
    prev = GENESIS
    for seq in range(1, count // batch + 1):
        leaves = {}
        for act_id in range((seq - 1) * batch + 1, seq * batch + 1):
            columns = columns_of(act_id)
            digest = act_digest(columns)
            leaves[act_id] = leaf(act_id, digest)
            acts.append(json.dumps({"act": columns | {"id": act_id, "digest": digest}}).encode())
        seal = {
            "seq": seq,
            "first_id": min(leaves),
            "last_id": max(leaves),
            "count": len(leaves),
            "root": merkle_root(list(leaves.values())),
            "leaves": leaves_text(leaves),
            "prev": prev,
            "at": "2026-11-21T12:02:00.000000Z",
        }
        prev = seal_digest(seal)
        seals.append(canonical_json({"seal": seal | {"digest": prev}}))
    end = canonical_json({"end": {"acts": len(acts), "seals": len(seals)}})
    path.write_bytes(b"\n".join([canonical_json({"schema": SCHEMA}), *seals, *acts, end, b""]))
    return prev
