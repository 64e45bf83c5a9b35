"""A page that orchestrates several writes belongs into a verb: at most one call of one a view."""

import ast
from pathlib import Path

from tests.paths import ROOT

SURFACES = ROOT / "src/xueyou/surfaces"


def verbs_imported(tree: ast.Module) -> set[str]:
    """Return the names that a module imports from some room's services."""
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and ".services" in node.module
        for alias in node.names
        if alias.name[0].islower()
    }


def crowded(source: str) -> list[str]:
    """Return the functions that call more than one verb."""
    tree = ast.parse(source)
    verbs = verbs_imported(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            called = {
                call.func.id
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in verbs
            }
            if len(called) > 1:
                found.append(node.name)
    return found


def modules() -> list[Path]:
    """Return the modules of all surfaces."""
    return sorted(SURFACES.rglob("*.py"))


def test_no_view_calls_two_verbs():
    """Tests every function of every surface."""
    assert {
        path.name: crowded(path.read_text()) for path in modules() if crowded(path.read_text())
    } == {}


def test_a_view_with_two_verbs_is_found():
    """Tests that the rule can fail."""
    source = (
        "from xueyou.domains.plans.services.a import one, two\n"
        "def view(request):\n    one()\n    two()\n"
    )
    assert crowded(source) == ["view"]
    assert modules()
