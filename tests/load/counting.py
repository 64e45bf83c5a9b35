"""After a run: what was accepted is stored as it was sent, once, under the receipt read."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Count

from tests.load.family import Family
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import Application, ApplicationState, Choice
from xueyou.kernel.calls.receipt_numbers import read_receipt_number
from xueyou.platform.acts.models import Act

_CHOICES = Choice.objects.select_related("option").order_by("batch", "rank")


@dataclass
class Counted:
    """Families by what went wrong with them; all empty is well."""

    receipts: int = 0
    unanswered: int = 0
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)

    def numbers(self) -> dict[str, int]:
        """Return how many of each."""
        return {
            "receipts": self.receipts,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "mixed": len(self.mixed),
            "unanswered_presses": self.unanswered,
        }


def counted(families: Iterable[Family]) -> Counted:
    """Compare what each family read and sent with what the database holds."""
    found = Counted()
    acts = _acts()
    for family in families:
        found.unanswered += family.unanswered
        numbers = {read_receipt_number(shown) for shown in family.accepted}
        if not numbers:
            continue
        found.receipts += 1
        if len(numbers) > 1:
            found.doubled.append(family.number)
        row = Application.objects.filter(receipt_no__in=numbers).first()
        if row is None:
            found.lost.append(family.number)
            continue
        if acts[str(row.uid)] != 1 + family.handed_in_before:
            found.doubled.append(family.number)
        if digest(answers_of(row), _wishes(row)) != digest(family.answers, family.wishes):
            found.mixed.append(family.number)
    found.doubled += _twice()
    return found


def digest(answers: Mapping[str, str], wishes: Mapping[str, Sequence[str]]) -> str:
    """Return the SHA-256 (hex) of fields: answers by name, wishes by page in order."""
    ordered = [list(wished) for _, wished in sorted(wishes.items()) if wished]
    whole = [dict(sorted(answers.items())), sorted(ordered)]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _wishes(row: Application) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _CHOICES.filter(application=row):
        found.setdefault(one.batch, []).append(str(one.option.uid))
    return found


def _acts() -> Counter[str]:
    verb = "calls.application.submit"
    subjects = Act.objects.filter(verb=verb).values_list("subject_uid", flat=True)
    return Counter(str(uid) for uid in subjects)


def _twice() -> list[int]:
    """Return the accounts that have two live, uncontested applications: here each has one child."""
    live = Application.objects.filter(withdrawn_at=None).exclude(state=ApplicationState.CONTESTED)
    several = live.values("drafted_by").annotate(rows=Count("id")).filter(rows__gt=1)
    return [one["drafted_by"] for one in several]


def rows() -> int:
    """Return how many rows all tables hold together."""
    return sum(model._default_manager.count() for model in apps.get_models())
