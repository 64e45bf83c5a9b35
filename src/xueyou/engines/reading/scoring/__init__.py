"""Score what the reader found against a hand-made annotation: pure functions over JSON objects."""

from xueyou.engines.reading.scoring.gates import (
    GATES,
    SEEN,
    UNSEEN,
    UNSEEN_EACH,
    Gate,
    Scores,
    missed,
    pool,
)
from xueyou.engines.reading.scoring.score import score

__all__ = ["GATES", "SEEN", "UNSEEN", "UNSEEN_EACH", "Gate", "Scores", "missed", "pool", "score"]
