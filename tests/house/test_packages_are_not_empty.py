"""No empty package: a room is built when somebody moves in."""

from tests.paths import ROOT

EXEMPT = {"migrations", "__pycache__", "static", "templates", "management", "commands"}


def test_every_package_holds_code_or_rooms():
    """Tests that no package consists of an __init__.py alone."""
    empty = []
    for init in (ROOT / "src/xueyou").rglob("__init__.py"):
        folder = init.parent
        if folder.name in EXEMPT:
            continue
        others = [
            p
            for p in folder.iterdir()
            if p.name not in {"__init__.py", "__pycache__"}
            and (p.suffix in {".py", ".typed"} or (p.is_dir() and any(p.rglob("*.py"))))
        ]
        if not others and len(init.read_text(encoding="utf-8").splitlines()) < 10:
            empty.append(str(folder.relative_to(ROOT)))
    assert empty == []


def test_no_catch_all_module():
    """Tests that no module is called utils, helpers, common or misc."""
    names = {"utils", "helpers", "common", "misc"}
    found = [
        p for p in (ROOT / "src").rglob("*") if p.stem in names and "__pycache__" not in str(p)
    ]
    assert found == []
