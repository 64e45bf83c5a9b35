"""Owns the matching of units to places: arrays in, arrays out, the same bytes on every machine.

Deferred acceptance (Gale & Shapley 1962) over slots in a stated order (Kominers & Sönmez 2016):
each unit proposes down its list, each pool holds its best classes. The rule text is
docs/handbook/admission.md §3; what is said of a result afterwards is its cut-offs (Azevedo &
Leshno 2016) and a certificate that looks at every slot anybody would rather have had.
"""

from xueyou.engines.matching.certificate import Certificate, Cutoffs, certify, cutoffs
from xueyou.engines.matching.problem import UNPLACED, Matching, Problem, ProblemRefused
from xueyou.engines.matching.solve import prepare, solve, solve_in_order

__all__ = [
    "UNPLACED",
    "Certificate",
    "Cutoffs",
    "Matching",
    "Problem",
    "ProblemRefused",
    "certify",
    "cutoffs",
    "prepare",
    "solve",
    "solve_in_order",
]
