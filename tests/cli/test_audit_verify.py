"""`xueyou audit verify`: the verdict of an export as an exit code and a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import xueyou
from xueyou.formats.seal_digests import (
    GENESIS,
    act_digest,
    leaf,
    leaves_text,
    merkle_root,
    seal_digest,
)

AT = "2026-11-20T00:00:00Z"


def _act(number: int) -> dict[str, Any]:
    columns = {"verb": "plans.document.receive", "actor": f"user:{number}", "at": AT}
    return {"id": number, **columns, "digest": act_digest(columns)}


def _seal(seq: int, acts: list[dict[str, Any]], prev: str) -> dict[str, Any]:
    leaves = {act["id"]: leaf(act["id"], act["digest"]) for act in acts}
    seal = {
        "seq": seq,
        "first_id": acts[0]["id"],
        "last_id": acts[-1]["id"],
        "count": len(acts),
        "root": merkle_root(list(leaves.values())),
        "at": AT,
        "prev": prev,
        "leaves": leaves_text(leaves),
    }
    return seal | {"digest": seal_digest(seal)}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return an export of two seals over five acts, and one act not yet sealed."""
    acts = [_act(n) for n in range(1, 7)]
    first = _seal(1, acts[:3], GENESIS)
    second = _seal(2, acts[3:5], first["digest"])
    lines: list[Any] = [{"schema": "xueyou-audit/1"}, {"seal": first}, {"seal": second}]
    lines += [{"act": act} for act in acts]
    lines.append({"end": {"acts": 6, "seals": 2}})
    file = tmp_path / "export.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_an_untouched_export_passes(export: Path) -> None:
    """Exit 0, the head given back, and a warning that without a head the end is not covered."""
    ran = xueyou("audit", "verify", export, "--json", "-")
    verdict = json.loads(ran.out)
    assert ran.code == 0
    assert verdict["ok"] is True
    assert verdict["counts"]["acts"] == 6
    assert "--head" in ran.err
    again = xueyou("audit", "verify", export, "--head", verdict["head"])
    assert (again.code, again.err) == (0, "")


def test_a_changed_act_is_named(export: Path) -> None:
    """Exit 1 with the first bad seal and act."""
    export.write_text(export.read_text().replace("user:4", "user:9"))
    ran = xueyou("audit", "verify", export, "--json", "-")
    verdict = json.loads(ran.out)
    assert ran.code == 1
    assert (verdict["first_bad_seal"], verdict["first_bad_act"]) == (2, 4)


def test_another_head_is_false(export: Path) -> None:
    """Seals rebuilt from somewhere on have another end than the one published."""
    assert xueyou("audit", "verify", export, "--head", "0" * 64).code == 1


def test_a_head_that_is_none_is_usage(export: Path) -> None:
    """64 hex digits are asked for."""
    assert xueyou("audit", "verify", export, "--head", "abc").code == 2
