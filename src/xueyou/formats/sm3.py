"""Owns SM3 (GB/T 32905-2016), written out: Python's own may lack it, and a proof must not.

Where hashlib offers SM3 it is used, being faster; the tests hold both against each other.
"""

import hashlib

_START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
_MASK = 0xFFFFFFFF


def _turn(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _MASK


_CONSTANTS = tuple(_turn(0x79CC4519 if n < 16 else 0x7A879D8A, n) for n in range(64))


def sm3_hex(data: bytes) -> str:
    """Return the SM3 digest of `data` in 64 hex digits."""
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", data).hexdigest()
    return written_out(data).hex()


def written_out(data: bytes) -> bytes:
    """Return the 32 bytes of the SM3 digest of `data`, by this module alone."""
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    state: tuple[int, ...] = _START
    for start in range(0, len(padded), 64):
        state = _compressed(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for n in range(64):
        ss1 = _turn((_turn(a, 12) + e + _CONSTANTS[n]) & _MASK, 7)
        ss2 = ss1 ^ _turn(a, 12)
        if n < 16:
            ff, gg = a ^ b ^ c, e ^ f ^ g
        else:
            ff, gg = (a & b) | (a & c) | (b & c), (e & f) | (~e & g)
        tt1 = (ff + d + ss2 + (words[n] ^ words[n + 4])) & _MASK
        tt2 = (gg + h + ss1 + words[n]) & _MASK
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def _expanded(block: bytes) -> list[int]:
    words = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for n in range(16, 68):
        mixed = words[n - 16] ^ words[n - 9] ^ _turn(words[n - 3], 15)
        mixed ^= _turn(mixed, 15) ^ _turn(mixed, 23)
        words.append(mixed ^ _turn(words[n - 13], 7) ^ words[n - 6])
    return words
