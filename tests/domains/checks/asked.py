"""A county's enrolment with a few children who have numbers, and answers as offices make them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.base import File

from tests.domains.enrolment.world import NOW, World, child_of, found_world, key, parent
from tests.kernel.calls.world import appoint, citizen_number
from xueyou.domains.checks.models import CheckList, CheckReply
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.replies import hand_in_reply, take_in_reply
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off

TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=10)


@dataclass
class Asking:
    """The world, the county's officer by the site's role, and three applications by name."""

    world: World
    officer: SignedIn
    by_name: Mapping[str, Application]
    families: Mapping[str, SignedIn]

    def listed(self, source: str = "police", **more: Any) -> CheckList:
        """Draw a list up."""
        wanted = Wanted(
            source,
            more.pop("questions", ("register",) if source == "police" else ("home",)),
            "甲市公安局户政科",
            "义务教育法第十二条；甲教〔2026〕5号",
            more.pop("expires_on", UNTIL),
            more.pop("everybody", False),
        )
        uid = draw_up_list(
            actor=self.officer,
            round_uid=self.world.round.uid,
            wanted=wanted,
            key=more.pop("key", None) or key(),
        )
        return CheckList.objects.get(uid=uid)

    def facts(self, name: str, source: str = "police") -> dict[str, tuple[str, str]]:
        """Return what a source is on record with about a child: {fact: (value, how)}."""
        row = Attestation.objects.filter(
            application=self.by_name[name], source=source, superseded_at=None
        ).first()
        if row is None:
            return {}
        return {fact: (said["v"], said["s"]) for fact, said in attested_of(row).items()}

    def answered(
        self,
        found: CheckList,
        path: Path,
        said: Mapping[str, tuple[str, str]],
        *,
        change: Callable[[Any], None] | None = None,
        who: SignedIn | None = None,
        taken: bool = True,
    ) -> CheckReply:
        """Fill the workbook in as an office does, hand it in, and take it in unless it is wrong."""
        filled(self.officer, found, path, said, change)
        with path.open("rb") as file:
            uid = hand_in_reply(
                actor=who or self.officer,
                list_uid=found.uid,
                upload=File(file, name="回复.xlsx"),
                key=key(),
            )
        reply = CheckReply.objects.get(uid=uid)
        if taken and reply.state == "ready":
            take_in_reply(actor=who or self.officer, reply_uid=uid, key=key())
            work_off()
            reply.refresh_from_db()
        return reply


def filled(
    officer: SignedIn,
    found: CheckList,
    path: Path,
    said: Mapping[str, tuple[str, str]],
    change: Callable[[Any], None] | None = None,
) -> None:
    """Write the list's workbook with answers by name: (核对结果, 登记的是)."""
    _, data = fetch_list(actor=officer, list_uid=found.uid)
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    name, says, has = (
        heads.index("name"),
        next(i for i, head in enumerate(heads) if head.endswith(":says")),
        next(i for i, head in enumerate(heads) if head.endswith(":has")),
    )
    for row in sheet.iter_rows(min_row=3):
        answer = said.get(row[name].value)
        if answer:
            row[says].value, row[has].value = answer[0] or None, answer[1] or None
    if change is not None:
        change(sheet)
    book.save(path)


def asking() -> Asking:
    """Found the county; three children hand in."""
    world = found_world()
    applications, families = {}, {}
    for serial, (name, answers) in enumerate(
        (
            ("林知夏", {}),
            ("陈望", {"register": "county", "register_road": "清溪村", "register_door": "3组"}),
            ("周小舟", {}),
        ),
        start=11,
    ):
        family = parent(f"{name[0]}母")
        child = child_of(
            family, name=name, number=citizen_number(serial, date(2020, 3, 1)), on=TODAY
        )
        applications[name] = world.handed_in(family, child, **answers)
        families[name] = family
    return Asking(
        world, appoint("enrolment_officer", world.call.organisation), applications, families
    )
