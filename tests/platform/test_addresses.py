"""An address that was put together once reads as Django's own, for each uid and each mount."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix

from xueyou.platform.addresses import address


def test_it_reads_as_djangos_own() -> None:
    """With a uid as such and as text, a word beside it, a sign that is quoted, and nothing."""
    for _ in range(2):
        for uid in (uuid4(), str(uuid4())):
            assert address("family:receipt", uid) == reverse("family:receipt", args=[uid])
            assert address("family:step", uid, "answers") == reverse(
                "family:step", args=[uid, "answers"]
            )
        assert address("phone_sign_in") == reverse("phone_sign_in")


def test_mounted_elsewhere_it_is_another() -> None:
    """What was kept for one mount is not given for another."""
    assert address("family:home") == "/family/"
    set_script_prefix("/xueyou/")
    try:
        assert address("family:home") == reverse("family:home") == "/xueyou/family/"
    finally:
        clear_script_prefix()
    assert address("family:home") == "/family/"


def test_what_fits_no_route_is_refused_each_time() -> None:
    """A name that nobody has, and an argument too many."""
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address("family:nowhere")
        with pytest.raises(NoReverseMatch):
            address("family:home", uuid4())
