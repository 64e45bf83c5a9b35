"""Documents that several tests of the command line read."""

from pathlib import Path

import pytest

from tests.formats.made import PLAN
from tests.paths import SHARED

LONGER = (
    PLAN + "2.推进义务教育优质均衡。到2026年，新建改扩建中小学18所，教师交流比例不低于15%。"
    "（责任单位：市教育局、市人力资源和社会保障局）\n三、保障措施\n"
    "（一）加强组织领导。成立工作专班，每月调度一次。\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a short work plan as a text file."""
    file = tmp_path / "工作要点.txt"
    file.write_text(LONGER, encoding="utf-8", newline="")
    return file


@pytest.fixture(scope="session")
def long_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a real five-year plan where one lies beside the project, else one made as long."""
    if SHARED is not None:
        return SHARED / "documents" / "dongtou-2023-2027-plan.txt"
    file = tmp_path_factory.mktemp("plan") / "规划.txt"
    file.write_text(LONGER * 16, encoding="utf-8", newline="")
    return file
