"""A cheap telephone on a weak net: the first field can be used soon, and no font comes down."""

from typing import Any

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.looking import PHONE
from tests.journeys.site import Site

KBIT, LATENCY_MS, SLOWER = 400, 400, 4
FIRST_FIELD_MS = 5_000
READY = """() => {
  const box = document.querySelector("#phone");
  const seen = box && box.getBoundingClientRect().height > 0 && !box.disabled;
  return seen && performance.now();
}"""


def slowed(page: Any) -> None:
    """Make net and processor those of such a telephone, with nothing kept from before."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bytes_a_second = KBIT * 1000 / 8
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@pytest.mark.parametrize("way", ["/sign-in/", "/family/"])
def test_the_first_field_is_usable_within_five_seconds(site: Site, visit: Visit, way: str) -> None:
    """At 400 kbit/s, 400 ms, a processor four times slower: by the door, and by a deep link."""
    page = visit("/healthz", size=PHONE)
    slowed(page)
    fonts: list[str] = []
    page.on(
        "request",
        lambda asked: fonts.append(asked.url) if asked.resource_type == "font" else None,
    )
    page.goto(site.url + way, wait_until="commit")
    usable = page.wait_for_function(READY, polling="raf").json_value()
    assert usable <= FIRST_FIELD_MS
    page.wait_for_load_state("load")
    assert fonts == []
