"""XUEYOU_NOW in the environment: demo obeys, nonsense and production refuse to start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

SHOW = (
    "import django; django.setup();"
    "from xueyou.platform.time import business_now; print(business_now().isoformat())"
)


def start(tmp_path: Path, env: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a process of a deployment and ask it for the business time."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XUEYOU", "DJANGO"))}
    environment |= {"XUEYOU_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment |= {"DJANGO_SETTINGS_MODULE": f"xueyou.site.settings.{env}"} | variables
    environment.pop("DB", None)
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=False
    )


def test_the_demonstration_opens_on_its_morning(tmp_path: Path) -> None:
    """2026-11-20 08:00 in the city, a second or two later by the time it is asked."""
    shown = start(tmp_path, "demo")
    assert shown.stdout.startswith("2026-11-20T08:00:"), shown.stderr


def test_two_processes_show_one_time(tmp_path: Path) -> None:
    """Started at different moments, anchored at the same."""
    anchored = {
        "XUEYOU_NOW": "2030-01-01T00:00:00+08:00",
        "XUEYOU_NOW_AT": "2000-01-01T00:00:00+00:00",
    }
    shown = start(tmp_path, "demo", **anchored)
    assert shown.stdout > "2056", shown.stderr


@pytest.mark.parametrize("now", ["soon", "2026-11-20T08:00:00"])
def test_nonsense_is_refused_in_words(tmp_path: Path, now: str) -> None:
    """With an example of what is understood."""
    shown = start(tmp_path, "demo", XUEYOU_NOW=now)
    assert shown.returncode != 0
    assert "请写成 2026-11-20T08:00:00+08:00" in shown.stderr


def test_production_does_not_start_with_a_moved_clock(tmp_path: Path) -> None:
    """Not even when everything else is in place."""
    shown = start(tmp_path, "prod", XUEYOU_NOW="2026-11-20T08:00:00+08:00")
    assert shown.returncode != 0
    assert "XUEYOU_NOW" in shown.stderr
