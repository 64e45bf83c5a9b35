"""Nothing stands outside the harness: no address, no parameter, no table, no person class."""

from django.apps import apps

from tests.leaks.dumps import KNOWN, PASSING
from tests.leaks.enumeration import addresses
from tests.leaks.fillers import WORDS, named_by, things_of
from tests.leaks.lock import FILE, lines, written
from tests.leaks.oracle import table
from tests.leaks.persons import PERSONS


def test_every_view_declares_its_route() -> None:
    """Walk the resolver: no permission, no page."""
    assert [one.name for one in addresses() if one.declared is None] == []


def test_every_parameter_has_a_filler() -> None:
    """A new address says what can be put into it, and what belongs to whom."""
    missing = [
        (one.name, name)
        for one in addresses()
        for name in one.parameters
        if (one.name, name) not in WORDS
        and not (name == "uid" and things_of(one) is not None)
        and named_by(one) is None
    ]
    assert missing == []


def test_internal_pages_are_never_open_to_everybody() -> None:
    """What is of the bureau needs a permission; only the door and one's own pages need none."""
    found = [
        one.name
        for one in addresses()
        if one.declared and one.declared.content == "internal" and not one.guarded
    ]
    assert found == []


def test_the_lock_file_is_up_to_date() -> None:
    """Every change of an address is seen in review: run `python -m tests.leaks.lock`."""
    assert FILE.read_text(encoding="utf-8") == written(lines())


def test_every_table_says_whose_it_is() -> None:
    """A table that the write check cannot attribute would be changed in silence."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
    assert sorted(tables - KNOWN - PASSING) == []


def test_the_oracle_knows_every_person() -> None:
    """No person without a row, no row without a person."""
    assert {person.acts_as for person in PERSONS} == set(table())
