"""A uid is a UUID version 7: ordered by the millisecond, otherwise chance."""

import time

from xueyou.platform.db import uuid7


def test_version_variant_and_time() -> None:
    """RFC 9562, section 5.7."""
    before = time.time_ns() // 1_000_000
    uid = uuid7()
    assert (uid.version, uid.variant) == (7, "specified in RFC 4122")
    assert before <= uid.int >> 80 <= time.time_ns() // 1_000_000


def test_no_two_alike() -> None:
    """74 random bits a millisecond."""
    assert len({uuid7() for _ in range(20_000)}) == 20_000


def test_all_random_bits_are_used() -> None:
    """Over many, every bit outside version and variant is seen as 0 and as 1."""
    ones, zeros = 0, 0
    for _ in range(200):
        ones |= uuid7().int
        zeros |= ~uuid7().int
    free = (1 << 76) - 1 & ~(0b11 << 62)
    assert ones & free == free
    assert zeros & free == free
