"""Lower layers never name a room above them: not in an import, not in a string."""

import ast

from tests.paths import ROOT

LOWER = ("formats", "engines", "platform", "kernel")
ROOMS = tuple(
    sorted(p.name for p in (ROOT / "src/xueyou/domains").iterdir() if (p / "apps.py").exists())
)

FILES = (".json", ".xlsx")
"""A file may be called what a room is called: classes.xlsx is no verb."""


def named_rooms(source: str) -> list[str]:
    """Return string literals that begin with a room's name and a dot (its verbs, jobs, kinds)."""
    prefixes = tuple(f"{room}." for room in ROOMS)
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(prefixes)
        and " " not in node.value
        and not node.value.endswith(FILES)
    ]


def test_no_lower_layer_names_a_room():
    """Tests that no literal such as "plans.read" stands below the domains."""
    found = {
        str(path.relative_to(ROOT)): names
        for layer in LOWER
        for path in sorted((ROOT / "src/xueyou" / layer).rglob("*.py"))
        if (names := named_rooms(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_literal_is_found():
    """Tests that the walk sees such a literal."""
    assert "plans" in ROOMS
    assert named_rooms('if kind == "plans.read": pass') == ["plans.read"]
    assert named_rooms('name = "plans.json"') == []
