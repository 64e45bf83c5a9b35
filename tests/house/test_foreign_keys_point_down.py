"""Foreign keys point down the layers: string references pass under an import linter."""

from django.apps import apps

ORDER = ["formats", "engines", "platform", "kernel", "domains", "surfaces", "demo", "site"]


def _room(module: str) -> tuple[int, str]:
    parts = module.split(".")
    return ORDER.index(parts[1]), ".".join(parts[1:3])


def wrong_keys() -> list[str]:
    """Return every relation that points up, or sideways between two domains."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("xueyou."):
            continue
        here, room = _room(model.__module__)
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.concrete or target is None or isinstance(target, str):
                continue
            if not target.__module__.startswith("xueyou."):
                continue
            there, other = _room(target.__module__)
            sideways = there == here and ORDER[here] == "domains" and room != other
            if there > here or sideways:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_foreign_keys_point_down():
    """Tests that no model refers to a layer above it or to another domain."""
    assert wrong_keys() == []


def test_the_test_sees_a_key_that_points_up(monkeypatch):
    """Tests that the walk reports a domain model as soon as its layer counts as the lowest."""
    monkeypatch.setattr(
        "tests.house.test_foreign_keys_point_down.ORDER",
        ["domains", "formats", "engines", "platform", "kernel", "surfaces", "demo", "site"],
    )
    assert any("plans" in line for line in wrong_keys())
