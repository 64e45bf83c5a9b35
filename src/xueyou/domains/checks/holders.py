"""The duty of checks: to export, merge and erase what they keep about one person."""

from datetime import datetime
from typing import Any

from xueyou.domains.checks import desk_holder  # noqa: F401 - it enters itself
from xueyou.domains.checks.models import CheckLine, CheckList, ReplyState
from xueyou.domains.checks.services.destroying import erase_files
from xueyou.kernel.calls.models import AttestationSource
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused


@personal_data_holder("checks", models=("checks.CheckLine",))
class ChecksHolder:
    """Which offices were asked about somebody, when, and on what ground."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return the lists on which the person's applications stood, with what came back."""
        lines = CheckLine.objects.filter(application__person=person).select_related("list")
        return {
            "asked": [
                {
                    "source": AttestationSource(line.list.source).label,
                    "office": line.list.office,
                    "legal_basis": line.list.legal_basis,
                    "drawn_at": line.list.drawn_at.isoformat(),
                    "outcomes": [one.outcome for one in line.answers.order_by("pk")],
                }
                for line in lines.order_by("pk")
            ]
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Lines follow their applications: nothing to move here."""

    def erase(self, person: Person, at: datetime) -> None:
        """Destroy the files of the lists on which the person stood; a line alone tells nothing."""
        lists = CheckList.objects.filter(lines__application__person=person).distinct()
        if lists.filter(replies__state=ReplyState.TAKING).exists():
            raise RegistryRefused("有一份核对回复正在登记。请等它登完，再删除。没有改动。")
        erase_files(lists.filter(ended_at=None), at)
