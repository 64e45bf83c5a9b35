"""One running site for all tests of this folder; some of them restart it."""

from collections.abc import Iterator

import pytest

from tests.site.run.running import Running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run the demonstration on a data folder of its own."""
    running = Running(tmp_path_factory.mktemp("site"))
    running.start()
    yield running
    running.make_sure_it_ends()
