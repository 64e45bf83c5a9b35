"""The command `xueyou` hands two words on as one management command."""

import sys

import pytest

from xueyou.site import entry


@pytest.mark.parametrize(
    ("typed", "handed"),
    [
        (["call", "run", "X"], ["call_run", "X"]),
        (["demo", "load", "--seed", "0"], ["demo_load", "--seed", "0"]),
        (["migrate", "--check"], ["migrate", "--check"]),
    ],
)
def test_two_words_are_one_command(
    typed: list[str], handed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those that are named so."""
    told: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", ["xueyou", *typed])
    monkeypatch.setattr(entry, "manage", lambda: told.append(sys.argv[1:]))
    entry.main()
    assert told == [handed]
