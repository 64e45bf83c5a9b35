"""What an application holds in sealed form: the draft, the answers handed in, sensitive facts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xueyou.formats.canonical import canonical_json
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.models.sealed import ANSWERS, ATTESTED, DRAFT
from xueyou.platform.crypto import keyed_digest

Wishes = Mapping[str, Sequence[str]]
"""By batch (in calls of many lanes: by lane) the uids of options, the best liked first."""
DIGEST = "calls.application.handed_in"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being filled in: answers as typed, wishes as uids in text."""

    answers: Mapping[str, str]
    wishes: Wishes

    def changed(self, answers: Mapping[str, str], wishes: Wishes | None) -> "Draft":
        """Return the draft with some answers, and all wishes of the batches named, replaced."""
        return Draft({**self.answers, **answers}, {**self.wishes, **(wishes or {})})

    @property
    def plain(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Return what it says, without what is empty or blank."""
        answers = {name: text.strip() for name, text in self.answers.items() if text.strip()}
        return answers, {batch: list(wished) for batch, wished in self.wishes.items() if wished}


def draft_of(application: Application) -> Draft:
    """Return the draft; where none is begun, what was handed in (without its wishes)."""
    if application.draft_enc is None:
        return Draft(answers_of(application), {})
    found: dict[str, Any] = json.loads(DRAFT.text(application))
    return Draft(found["answers"], found["wishes"])


def sealed_draft(uid: UUID, draft: Draft) -> dict[str, Any]:
    """Return the columns that keep a draft."""
    wishes = {batch: list(wished) for batch, wished in draft.wishes.items()}
    body = {"answers": dict(draft.answers), "wishes": wishes}
    return DRAFT.columns(uid, canonical_json(body).decode())


def answers_of(application: Application) -> dict[str, str]:
    """Return the answers handed in; none while nothing was."""
    if application.answers_enc is None:
        return {}
    found: dict[str, str] = json.loads(ANSWERS.text(application))
    return found


def sealed_answers(uid: UUID, answers: Mapping[str, str], wishes: Wishes) -> dict[str, Any]:
    """Return the columns that keep what is handed in, with the digest a receipt answers for."""
    whole = {"answers": dict(answers), "wishes": {b: list(w) for b, w in wishes.items()}}
    return {
        **ANSWERS.columns(uid, canonical_json(dict(answers)).decode()),
        "answers_sha256": keyed_digest(DIGEST, canonical_json(whole).decode()),
    }


def attested_of(attestation: Attestation) -> dict[str, dict[str, str]]:
    """Return all facts of an attestation, the sealed ones among them."""
    found: dict[str, dict[str, str]] = dict(attestation.body)
    if attestation.body_enc is not None:
        found |= json.loads(ATTESTED.text(attestation))
    return found


def sealed_facts(uid: UUID, facts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the columns that keep sensitive facts; empty ones where there are none."""
    if not facts:
        return {"body_enc": None, "enc_key_id": ""}
    return ATTESTED.columns(uid, canonical_json({n: dict(f) for n, f in facts.items()}).decode())
