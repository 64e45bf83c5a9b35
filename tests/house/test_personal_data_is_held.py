"""What is kept about a person is held by a room, and what is sealed is known to keys."""

from django.apps import apps
from django.db.models import BinaryField

from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import holders
from xueyou.platform.crypto.columns import indexed_columns, sealed_columns


def pointing_at_people() -> dict[str, list[str]]:
    """Return {table: its columns} of our tables that refer to a person."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        columns = [
            field.name
            for field in model._meta.get_fields()
            if field.concrete and field.related_model is Person
        ]
        if columns:
            found[model._meta.label] = columns
    return found


def test_every_table_about_a_person_has_one_holder() -> None:
    """No room keeps something about people that nobody would hand out or erase."""
    held = [label for each in holders() for label in each.models]
    assert len(held) == len(set(held)), "two holders of one table"
    assert set(pointing_at_people()) - set(held) == set()
    assert {"registry.Identifier", "registry.Membership"} <= set(pointing_at_people())


def test_every_sealed_column_is_known_to_the_exchange_of_keys() -> None:
    """A column named *_enc that is not declared would stay under an old key for ever."""
    declared = {(each.model._meta.label, each.column) for each in sealed_columns()}
    named = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, BinaryField) and field.name.endswith("_enc")
    }
    assert named - declared == set()
    assert declared - named == set()


def test_every_blind_index_is_known_to_the_exchange_of_keys() -> None:
    """A column bidx_next that nobody fills would lose its rows at the swap."""
    declared = {each.number.model._meta.label for each in indexed_columns()}
    named = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "bidx_next" for field in model._meta.local_concrete_fields)
    }
    assert named == declared
