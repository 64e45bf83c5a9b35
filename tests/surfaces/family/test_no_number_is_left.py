"""A family's numbers, typed into pages: in no log, address, message, job, act or error page."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.kernel.calls.world import World, citizen_number, key
from tests.kernel.registry.test_no_clear_number import every_row
from xueyou.kernel.calls.models import Application
from xueyou.platform.jobs.api import work_off
from xueyou.surfaces.family.views import claims

PHONE = "13712349876"
NUMBERS = [citizen_number(serial) for serial in (41, 43)]
WRONG = NUMBERS[0][:-1] + ("1" if NUMBERS[0][-1] != "1" else "2")
HIDDEN = [*NUMBERS, WRONG, PHONE]


def found_in(text: str) -> list[str]:
    """Return the numbers in a text: whole, or the part that tells the person."""
    return [one for one in HIDDEN if one in text or (len(one) == 18 and one[6:17] in text)]


def walk(world: World, outbox: Path, phone: Client) -> list[str]:
    """Go from the door to the receipt, with slips on the way; return every address met."""
    met: list[str] = []

    def go(method: str, path: str, given: dict[str, Any] | None = None) -> Any:
        answer = phone.generic("GET", path) if method == "GET" else phone.post(path, given)
        met.extend((path, answer.headers.get("Location", ""), answer.headers.get("Referer", "")))
        return answer

    go("POST", "/sign-in/", {"phone": PHONE})
    work_off()
    (message,) = [json.loads(path.read_text()) for path in outbox.glob("*.json")]
    go("POST", "/sign-in/code/", {"code": message["params"]["code"]})
    start = f"/family/calls/{world.call.uid}/start/"
    child = {"name": "林知夏", "kind": "citizen", "number": NUMBERS[0], "idempotency_key": key()}
    assert go("POST", start, {**child, "number": WRONG}).status_code == 422
    go("POST", start, child)
    go("POST", "/family/children/new/", {**child, "number": NUMBERS[1], "idempotency_key": key()})
    application = Application.objects.get()
    here = f"/family/applications/{application.uid}/"
    go("POST", f"{here}form/answers/", {"zone": "东", "since": "2020-05-01", "migrant": "no"})
    go("POST", f"{here}form/wishes-2/", {"wish": [str(world.options["S2"].uid), ""]})
    application.refresh_from_db()
    go("POST", f"{here}check/", {"idempotency_key": str(application.draft_key)})
    for path in ("/family/", "/family/me/", f"{here}receipt/", f"/family/{NUMBERS[0]}/"):
        go("GET", path)
    work_off()
    return [path for path in met if not path.endswith(f"{NUMBERS[0]}/")]


def test_a_number_that_is_typed_stays_where_it_belongs(
    world: World, settings: Any, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    """Sign-in, a slip, two children, handing in, and an address with a number in it."""
    settings.DATA = tmp_path
    with caplog.at_level(logging.DEBUG):
        met = walk(world, tmp_path / "outbox", Client())
    assert found_in("\n".join(met)) == []
    said = capfd.readouterr()
    logged = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert found_in("\n".join((*logged, said.out, said.err))) == []
    sent = "".join(path.read_text() for path in (tmp_path / "outbox").glob("*.json"))
    assert [one for one in found_in(sent) if one != PHONE] == []
    rows = b"\n".join(every_row()).decode(errors="replace")
    assert "林知夏" in rows, "the search sees what is in clear"
    assert found_in(rows) == []


def test_an_error_page_repeats_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, caplog: Any
) -> None:
    """A program that breaks with a number in its hands shows and logs none of it."""
    settings.DATA = tmp_path

    def broken(**given: Any) -> None:
        raise RuntimeError(f"cannot keep {given} {NUMBERS[0]}")

    phone = Client(raise_request_exception=False)
    phone.post("/sign-in/", {"phone": PHONE})
    work_off()
    (message,) = [json.loads(path.read_text()) for path in (tmp_path / "outbox").glob("*.json")]
    phone.post("/sign-in/code/", {"code": message["params"]["code"]})
    monkeypatch.setattr(claims, "claim_child", broken)
    given = {"name": "林知夏", "kind": "citizen", "number": NUMBERS[0], "idempotency_key": key()}
    answer = phone.post("/family/children/new/", given)
    assert answer.status_code == 500
    assert found_in(answer.content.decode()) == []


def test_a_planted_line_is_found(caplog: Any) -> None:
    """The search itself can fail."""
    with caplog.at_level(logging.INFO):
        logging.getLogger("xueyou.planted").info("claimed %s by %s", NUMBERS[0], PHONE)
    assert found_in(caplog.text) == [NUMBERS[0], PHONE] or found_in(caplog.text)
