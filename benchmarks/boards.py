"""How soon boards answer: many plans of one bureau, each shared out to four counties.

`make bench NAME=boards` builds 500 plans in a database of its own and asks every board as an
officer of the bureau, of a department and of a county. Printed are queries, the median of the
server's milliseconds and of its computing alone. Exit 1 where a page needs more than 200 ms, or
more queries than with five plans. `python -m benchmarks.boards --plans 2000` asks a larger one.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import Any

EXIT_MISSED = 1
FEW, TIMES = 5, 9
MILLISECONDS = 200
LOOKING = {"hanwei": "bureau", "lulan": "department", "chenlan": "county"}

Figures = tuple[int, float, float]
"""Queries, milliseconds, milliseconds of computing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boards", description=__doc__)
    parser.add_argument("--plans", type=int, default=500)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _begin(folder)
        few = _measure(_add(0, FEW), times=1)
        many = _measure(_add(FEW, options.plans), times=TIMES)
    print(f"{'page':<18}{'person':<12}{'queries':>8}{'ms':>8}{'of it CPU':>11}")
    missed = False
    for place, (queries, whole, computing) in many.items():
        wrong = queries != few[place][0] or computing > MILLISECONDS
        missed = missed or wrong
        page, who = place
        print(f"{page:<18}{who:<12}{queries:>8}{whole:>8.0f}{computing:>11.0f}{'  MISSED' * wrong}")
    return EXIT_MISSED if missed else 0


def _begin(folder: str) -> None:
    """Found the demonstration city, without its year, in a new SQLite database."""
    os.environ |= {
        "XUEYOU_DATA": folder,
        "XUEYOU_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
        "XUEYOU_NOW": "2026-11-20T08:00:00+08:00!",
    }
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from xueyou.demo.world import found_city

    call_command("migrate", verbosity=0)
    found_city()


def _add(first: int, last: int) -> str:
    """Write plans of these numbers; return the uid of the very first."""
    from django.db import transaction

    from tests.many_plans import Size, add_plans, uid
    from xueyou.platform.accounts.models import User
    from xueyou.platform.orgs.models import Organisation

    bureau = Organisation.objects.get(code="LC")
    counties = list(Organisation.objects.filter(kind="county").order_by("code"))
    begun = time.perf_counter()
    with transaction.atomic():
        size = Size(plans=last - first, first=first)
        add_plans(bureau, counties, User.objects.get(login_name="hanwei"), size)
    print(f"{last} plans of 8 tasks and 2 projects ({time.perf_counter() - begun:.1f} s)")
    return str(uid("plan", 0))


def _pages(plan: str) -> Iterator[tuple[str, str]]:
    yield "list of plans", "/bureau/board/"
    yield "board of a plan", f"/bureau/board/{plan}/"
    yield "list of walls", "/bureau/wall/"
    yield "wall of a plan", f"/bureau/wall/{plan}/"


def _measure(plan: str, *, times: int) -> dict[tuple[str, str], Figures]:
    found = {}
    for login, who in LOOKING.items():
        client = _signed_in(login)
        for name, address in _pages(plan):
            client.get(address)
            told = [_ask(client, address) for _ in range(times)]
            middle = [statistics.median(each) for each in zip(*told, strict=True)]
            found[name, who] = (int(middle[0]), middle[1], middle[2])
    return found


def _signed_in(login: str) -> Any:
    from django.test import Client

    from xueyou.platform.accounts.models import User
    from xueyou.platform.accounts.sessions import DEMO

    user = User.objects.get(login_name=login)
    client = Client()
    client.force_login(user)
    session = client.session
    session[DEMO] = user.pk
    session.save()
    return client


def _ask(client: Any, address: str) -> Figures:
    begun, computed = time.perf_counter(), time.process_time()
    answer = client.get(address)
    whole, computing = time.perf_counter() - begun, time.process_time() - computed
    assert answer.status_code == 200, (address, answer.status_code)
    queries = int(answer["Server-Timing"].split('"')[1].split()[0])
    return queries, whole * 1000, computing * 1000


if __name__ == "__main__":
    raise SystemExit(main())
