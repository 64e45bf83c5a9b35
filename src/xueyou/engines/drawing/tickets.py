"""Owns the ticket of a group: HMAC-SHA-256 (RFC 2104) under the seed of the draw."""

from collections.abc import Sequence

from xueyou.keyed import Keyed

SEED_BYTES = 32
TICKET_BYTES = 32
EVERY_OPTION = "*"


def tickets(seed: bytes, groups: Sequence[str], option: str = EVERY_OPTION) -> list[bytes]:
    """Return one ticket of 32 bytes for each group id, in the order given.

    The message is the group id, byte 0x1F and the option id in UTF-8; `*` stands for one ticket
    that counts at every option. Members of a group share its id and so its ticket.
    Raises ValueError where the seed is not 32 bytes long.
    """
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(seed)}")
    ticket = Keyed(seed, last=option)
    return [ticket(group) for group in groups]
