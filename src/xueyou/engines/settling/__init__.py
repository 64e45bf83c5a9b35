"""Holding a plan against the year's summary: reported, passed over in silence, unpromised.

Pure: readings in the shape "edu-plan/1" in, a result in the shape "plan-settlement/1" out; the
same two documents give the same result on every machine.
"""

from xueyou.engines.settling.problem import Mismatch, Paper
from xueyou.engines.settling.result import Line, Settled
from xueyou.engines.settling.settle import settle

__all__ = ["Line", "Mismatch", "Paper", "Settled", "settle"]
