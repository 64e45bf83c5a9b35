"""The code of a letter: 65 random bits that people can read out, and how it is found again."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people mix up: five bits a character."""
LENGTH = 13
_READ_AS = str.maketrans("01IO", "QLLQ")


def new_code() -> str:
    """Return a fresh code of 13 characters (65 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain_code(typed: str) -> str:
    """Return a typed code without blanks and dashes, in capitals; "" where it cannot be one."""
    plain = "".join(sign for sign in typed.upper() if sign not in " -－—·\t\n").translate(_READ_AS)
    right = len(plain) == LENGTH and set(plain) <= set(ALPHABET)
    return plain if right else ""


def shown_code(code: str) -> str:
    """Return the code as it is printed: XXXXX-XXXX-XXXX."""
    return f"{code[:5]}-{code[5:9]}-{code[9:]}"


def digest_of_code(code: str) -> str:
    """Return what a plain code is found by."""
    return hashlib.sha256(f"enrolment.letter:{code}".encode()).hexdigest()
