"""A hundred thousand acts are verified within ten seconds."""

import json
import time
from pathlib import Path

import pytest

from xueyou.formats.canonical import canonical_json
from xueyou.formats.seal_digests import (
    GENESIS,
    act_digest,
    leaf,
    leaves_text,
    merkle_root,
    seal_digest,
)
from xueyou.formats.sealed import SCHEMA, verify_export

pytestmark = pytest.mark.alone
ACTS, BATCH = 100_000, 500


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


def write(path: Path) -> str:
    """Write the export of a made log; return its head."""
    seals: list[bytes] = []
    acts: list[bytes] = []
    prev = GENESIS
    for seq in range(1, ACTS // BATCH + 1):
        leaves = {}
        for act_id in range((seq - 1) * BATCH + 1, seq * BATCH + 1):
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


def test_a_hundred_thousand_acts_in_ten_seconds(tmp_path: Path) -> None:
    """Every act, every batch, the chain and the head."""
    path = tmp_path / "export"
    head = write(path)
    started = time.process_time()  # of this process: others may be busy on the same cores
    verdict = verify_export(path, head)
    seconds = time.process_time() - started
    assert verdict.ok, verdict.zh
    assert verdict.counts["sealed"] == ACTS
    assert seconds <= 10, f"{seconds:.1f} s"
