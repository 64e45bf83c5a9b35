"""What is known of a form's fields before the family fills them in, each with who says so."""

from datetime import datetime

from xueyou.domains.enrolment.facts import schools_of_siblings
from xueyou.domains.enrolment.form import FIELDS
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.models import Attestation, AttestationSource, Call
from xueyou.kernel.calls.steps import Known
from xueyou.kernel.registry.models import Person
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY, wall_now


def known_answers(call: Call, person: Person, at: datetime) -> dict[str, Known]:
    """Return what the registry knows of siblings, and what sources attested of the child before.

    A source counts before the registry; of several, the one that spoke last.
    """
    return {**_of_siblings(person, at), **_attested(call, person)}


def _of_siblings(person: Person, at: datetime) -> dict[str, Known]:
    codes = schools_of_siblings([person.pk], at.astimezone(CITY).date(), wall_now()).get(
        person.pk, []
    )
    school = Organisation.objects.filter(code__in=codes[:1]).first()
    if school is None:
        return {}
    source = "学籍登记"
    return {"sibling": Known("yes", source), "sibling_school": Known(school.name, source)}


def _attested(call: Call, person: Person) -> dict[str, Known]:
    names = {field.name for field in FIELDS}
    rows = Attestation.objects.filter(
        application__call=call, application__person=person, option=None, superseded_at=None
    ).exclude(source=AttestationSource.FAMILY)
    found: dict[str, Known] = {}
    for row in rows.order_by("observed_at", "pk"):
        for name, fact in attested_of(row).items():
            if name in names and fact["s"] != "no_answer":
                found[name] = Known(fact["v"], AttestationSource(row.source).label)
    return found
