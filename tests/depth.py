"""How deep tests go: everything, or what a run of some minutes allows."""

import os

DEEP = os.environ.get("XUEYOU_DEEP") == "1"
"""XUEYOU_DEEP=1 (`make test-deep`): everything that is sampled or counted shorter otherwise."""
