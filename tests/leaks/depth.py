"""How deep the harness goes: everything, or what a run of some minutes allows."""

import os

DEEP = os.environ.get("XUEYOU_DEEP") == "1"
"""XUEYOU_DEEP=1: every mutation, every query on every address, every refused method."""
