"""The sealed columns of calls: key rotation walks them, and only through them are they read."""

from xueyou.kernel.calls.models.application import Application, Attestation
from xueyou.kernel.calls.models.result import Appeal, Decision
from xueyou.platform.crypto import sealed

ANSWERS = sealed(Application, "answers_enc", label="calls.application.answers")
DRAFT = sealed(Application, "draft_enc", label="calls.application.draft", key_column="draft_key_id")
ATTESTED = sealed(Attestation, "body_enc", label="calls.attestation.body")
EXPLAINED = sealed(Decision, "explanation_enc", label="calls.decision.explanation")
APPEALED = sealed(Appeal, "words_enc", label="calls.appeal.words")
