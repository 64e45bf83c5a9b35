"""The county whose enrolment other offices are asked about."""

from pathlib import Path
from typing import Any

import pytest

from tests.domains.checks.asked import Asking, asking
from tests.domains.enrolment.conftest import own_roles

__all__ = ["own_roles"]


@pytest.fixture
def asked(db: None, own_roles: None, settings: Any, tmp_path: Path) -> Asking:
    """Found it."""
    return asking()
