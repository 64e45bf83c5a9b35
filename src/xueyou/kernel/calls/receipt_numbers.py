"""Receipt numbers 受理号: random, eleven signs and a check sign, told apart when read aloud.

No vowel but A, nothing that looks like another sign, and no E: a spreadsheet must not take the
number for one in exponents. 29 signs: a prime, so that the weighted sum finds every single wrong
sign and every two neighbours exchanged.
"""

import secrets

SIGNS = "23456789ABCDFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_receipt_number() -> str:
    """Return a fresh number: 53 bits of chance."""
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the sign that follows a body of eleven. Raises ValueError for an unknown sign."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return SIGNS[total % len(SIGNS)]


def read_receipt_number(typed: str) -> str | None:
    """Return the number that was typed (spaces and hyphens anywhere, any case), None if wrong."""
    text = "".join(typed.replace("-", "").split()).upper()
    if len(text) != LENGTH or any(sign not in SIGNS for sign in text):
        return None
    return text if check_sign(text[:-1]) == text[-1] else None


def shown(number: str) -> str:
    """Return the number as people read it: 4MX7-92KQ-AT8C."""
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))
