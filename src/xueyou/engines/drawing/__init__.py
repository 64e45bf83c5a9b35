"""Owns the draw's arithmetic: a seed becomes tickets, tickets an order, straight or circular.

Nothing here is random and nothing is rounded: a ticket is the whole HMAC-SHA-256 of a group under
the seed, tickets are compared as 32-byte numbers, and no remainder is ever taken of them, so every
order of groups is equally likely and everybody who holds the seed finds the same one.
"""

from xueyou.engines.drawing.orders import circular, ranks
from xueyou.engines.drawing.tickets import EVERY_OPTION, SEED_BYTES, TICKET_BYTES, tickets

__all__ = ["EVERY_OPTION", "SEED_BYTES", "TICKET_BYTES", "circular", "ranks", "tickets"]
