"""Keys are exchanged under a running registry: nothing is lost, nothing is missed on the way."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.kernel.registry.people_world import (
    TODAY,
    child,
    citizen_number,
    claim,
    doing,
    family,
)
from tests.platform.crypto.conftest import WriteKeys
from tests.platform.crypto.lines import line
from xueyou.kernel.registry.models import IDENTIFIER_NUMBER, Claim, Identifier, Person
from xueyou.kernel.registry.services.people import (
    Described,
    NumberTaken,
    confirm_identifier,
    find_or_add,
    number_of,
    person_with,
)
from xueyou.platform.acts.models import Act
from xueyou.platform.crypto import Unreadable
from xueyou.platform.crypto.rotation import fill_next, rows_by_key, seal_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]
D = line("digest", "d1")
X1, X2 = line("index", "x1"), line("index", "x2")
K1, K2 = line("aes-256-gcm", "k1"), line("sm4-gcm", "k2")


def run(*words: str, **options: object) -> str:
    """Run a command and return what it says."""
    said = StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


def all_found(people: dict[int, Person]) -> None:
    """Look each person up by number, one by one and in a list."""
    for serial, person in people.items():
        assert person_with(number_of("citizen", citizen_number(serial))) == person
    lines = [Described("无关", kind="citizen", number=citizen_number(s)) for s in people]
    with doing() as a:
        assert find_or_add(a, lines, checked_by="x", on=TODAY) == list(people.values())


def taken(serial: int) -> None:
    """A number that stands cannot be confirmed for somebody else, whatever key it is under."""
    other = Person.objects.create(name="别人", recorded_at="2026-01-01T00:00:00Z")
    with pytest.raises(NumberTaken), doing() as a:
        confirm_identifier(
            a, other, kind="citizen", number=citizen_number(serial), checked_by="x", on=TODAY
        )


def test_the_index_key_is_exchanged_step_by_step(index_keys: WriteKeys) -> None:
    """At every step all people are found, and claims of two accounts meet."""
    a, b = family("a"), family("b")
    index_keys(X1, D)
    people = {1: child("甲", 1)}
    claim(a, 101)

    index_keys(X1, X2, D)
    people[3] = child("乙", 3)
    all_found(people)
    with pytest.raises(CommandError, match="fill") as early:
        run("keys_rotate_index", "swap")
    assert early.value.returncode == 3

    assert "共 1 行" in run("keys_rotate_index", "fill")
    all_found(people)
    claim(a, 103)
    assert "已切换 4 行" in run("keys_rotate_index", "swap")
    all_found(people)
    people[5] = child("丙", 5)  # by a process that has not been restarted
    claim(a, 105)
    all_found(people)

    index_keys(X2, D)
    all_found(people)
    for serial in people:
        taken(serial)
    for serial in (101, 103, 105):
        claim(b, serial)
    assert set(Claim.objects.values_list("state", flat=True)) == {"contested"}
    assert "已切换 2 行" in run("keys_rotate_index", "swap")
    all_found(people)
    assert rows_by_key()["registry.identifier.number index"] == {"x2": 3}
    assert rows_by_key()["registry.claim.number index"] == {"x2": 6}
    for model in (Identifier, Claim):
        assert not model.objects.exclude(bidx_next=None).exists()
    steps = Act.objects.filter(verb="registry.keys.exchange").order_by("pk")
    assert [act.data["step"] for act in steps] == ["fill", "swap", "swap"]


def test_filling_can_stop_and_go_on(index_keys: WriteKeys) -> None:
    """What is done is told by the rows."""
    index_keys(X1, D)
    for serial in (1, 3, 5):
        child("甲乙丙"[serial // 2], serial)
    index_keys(X1, X2, D)
    next(fill_next(batch=1))
    assert Identifier.objects.exclude(bidx_next=None).count() == 1
    assert "共 2 行" in run("keys_rotate_index", "fill", batch=1)
    run("keys_rotate_index", "check")
    assert "密钥 x1 有 3 行" in run("keys_rotate_index", "check")


def test_without_a_second_key_there_is_nothing_to_fill(index_keys: WriteKeys) -> None:
    """The command says what comes first."""
    index_keys(X1, D)
    with pytest.raises(CommandError, match="第二行") as early:
        run("keys_rotate_index", "fill")
    assert early.value.returncode == 3


def test_fields_are_sealed_again_under_the_newest_key(field_keys: WriteKeys) -> None:
    """Stopped after one batch, gone on with by command; then the old key is not needed."""
    field_keys(K1)
    people = {serial: child("甲乙丙"[serial // 2], serial) for serial in (1, 3, 5)}
    claim(family("a"), 101)
    field_keys(K1, K2)
    next(seal_again(batch=1))
    assert rows_by_key()["registry.identifier.number"] == {"k1": 2, "k2": 1}
    said = run("keys_rotate_fields", batch=2)
    assert "共 3 行" in said
    assert "registry.claim.number：密钥 k2 有 1 行" in said
    field_keys(K2)
    for serial, person in people.items():
        row = person.identifiers.get()
        assert IDENTIFIER_NUMBER.text(row) == citizen_number(serial)
    act = Act.objects.get(verb="registry.keys.exchange")
    assert act.data == {"step": "fields", "to": "k2", "rows": 3, "unreadable": 0}
    assert "共" not in run("keys_rotate_fields")


def test_a_row_that_does_not_open_is_named_and_left(field_keys: WriteKeys) -> None:
    """The others are done; the command ends with 1 and tells that the key must stay."""
    field_keys(K1)
    bad, good = (child("甲", 1).identifiers.get(), child("乙", 3).identifiers.get())
    Identifier.objects.filter(pk=bad.pk).update(value_enc=bytes(bad.value_enc)[:-1] + b"\0")
    field_keys(K1, K2)
    with pytest.raises(CommandError, match=str(bad.uid)) as told:
        run("keys_rotate_fields")
    assert told.value.returncode == 1
    assert citizen_number(1) not in str(told.value)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.enc_key_id, good.enc_key_id) == ("k1", "k2")


def test_a_sealed_number_moved_to_another_row_does_not_open(field_keys: WriteKeys) -> None:
    """Whoever can write in the database cannot show one child's number as another's."""
    field_keys(K1)
    one, other = child("甲", 1).identifiers.get(), child("乙", 3).identifiers.get()
    other.value_enc = one.value_enc
    with pytest.raises(Unreadable):
        IDENTIFIER_NUMBER.text(other)


def test_one_number_written_twice_during_the_exchange_stops_the_swap(index_keys: WriteKeys) -> None:
    """The row to look at is named; nothing is swapped until people have decided."""
    index_keys(X2, D)
    child("甲", 1)
    index_keys(X1, X2, D)
    late = child("乙", 3).identifiers.get()
    twice = number_of("citizen", citizen_number(1)).index
    Identifier.objects.filter(pk=late.pk).update(**twice.columns())  # past every check
    index_keys(X2, D)
    with pytest.raises(CommandError, match=str(late.uid)) as stopped:
        run("keys_rotate_index", "swap")
    assert stopped.value.returncode == 3
    assert rows_by_key()["registry.identifier.number index"] == {"x1": 1, "x2": 1}
