"""Applications as facts are drawn from them: answers unsealed, with what each source says."""

from collections.abc import Mapping, Sequence

from xueyou.kernel.calls.answers import answers_of, attested_of
from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import Application, Attestation


def applied(applications: Sequence[Application]) -> list[Applied]:
    """Return some thousand applications so, in their order; two queries."""
    said = _attested([one.pk for one in applications])
    return [
        Applied(
            id=one.pk,
            person_id=one.person_id,
            organisation_id=one.organisation_id,
            applicant_class=one.applicant_class,
            group_key=one.group_key,
            item=one.item,
            answers=answers_of(one),
            attested=said.get(one.pk, {}),
        )
        for one in applications
    ]


def _attested(ids: Sequence[int]) -> dict[int, dict[str, Mapping[str, str]]]:
    """Return by application and source the facts a source has an answer to."""
    found: dict[int, dict[str, Mapping[str, str]]] = {}
    rows = Attestation.objects.filter(application__in=ids, option=None, superseded_at=None)
    for row in rows:
        spoken = {
            name: fact["v"] for name, fact in attested_of(row).items() if fact["s"] != "no_answer"
        }
        found.setdefault(row.application_id, {})[row.source] = spoken
    return found
