"""The plan on which the tests of reporting work, and photographs to hand in."""

from io import BytesIO
from itertools import count

from django.core.files.base import File
from PIL import Image

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import (
    FEBRUARY,
    Steered,
    indicator,
    milestone,
    project,
    steer,
    task,
)

_KEYS = count(1)

ITEMS = (
    task("T1", "加快学校建设", "规划科", "甲县", "甲县乙区", due_on="2026-12-31"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "1500", "个", "T1", subject="甲县"),
    indicator("F3", "甲县乙区新增公办学位", "900", "个", "T1", subject="甲县乙区"),
    indicator("F4", "公办就读比例", "95", "%", "T1", nature="rate"),
    milestone("D1", "全部开工", "2026-06-30", task="T1"),
    task("T2", "均衡编班", "市教育局", due_on="2026-09-10"),
    project("P1", "甲县一中新建", organisation="甲县", task="T1", money_fen=236_000_000_00),
    milestone("D2", "主体封顶", "2026-09-30", project="P1"),
)
GPS = 0x8825


def world(city: City) -> Steered:
    """Steer the plan since February."""
    return steer(city, ITEMS, FEBRUARY)


def key() -> str:
    """Return a key that no verb was called with."""
    return f"key-{next(_KEYS)}"


def photo(name: str = "工地.jpg", size: tuple[int, int] = (640, 480)) -> "File[bytes]":
    """Return a photograph that says where and how it was taken."""
    picture = Image.new("RGB", size, "steelblue")
    exif = Image.Exif()
    exif[0x010F] = "某牌手机"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"taken by somebody")
    return File(BytesIO(out.getvalue()), name=name)


def pdf(name: str = "验收单.pdf") -> "File[bytes]":
    """Return what looks like a PDF."""
    return File(BytesIO(b"%PDF-1.7\n%%EOF\n"), name=name)
