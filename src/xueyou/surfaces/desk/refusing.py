"""Owns what the check desk says when a step was not taken."""

from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing

REFUSED = (CallRefused, DrawNotMade, RegistryRefused, KeyMissing, KeyReused)
