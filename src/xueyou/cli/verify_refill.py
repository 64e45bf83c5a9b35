"""Owns `xueyou verify` on a refilled result: the run inside first, then who was called."""

import json
from pathlib import Path

from xueyou.formats.canonical import sha256_of_file
from xueyou.formats.proof.verify import Differs


def code_of_run(folder: Path, commitment: str) -> str:
    """Return the published code to hold the run inside against.

    A refill's own code covers the run by the result code that its certificate names.
    """
    certificate = folder / "certificate.json"
    if commitment.lower() != sha256_of_file(certificate):
        return commitment
    return str(json.loads(certificate.read_bytes())["base"])


def refilled(folder: Path, commitment: str) -> list[str]:
    """Compute a refill anew and say what was found. Raises Differs."""
    from xueyou.rulebook.answers.refill_folder import check_refill
    from xueyou.rulebook.answers.sealed import BundleBroken

    try:
        said = check_refill(folder)
    except BundleBroken as broken:
        raise Differs(broken.zh) from None
    own = sha256_of_file(folder / "certificate.json")
    said.append(f"递补承诺码 {own}")
    said.append(
        "与您给的递补承诺码一致：放弃名单和递补的结果没有换过。"
        if commitment.lower() == own
        else "没有给递补承诺码：有人换掉放弃名单、把递补全部重做，这样看不出来。"
    )
    return said
