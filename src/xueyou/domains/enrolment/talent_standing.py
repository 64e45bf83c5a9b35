"""Children of talents 人才子女, as the competent office certifies them; education only reads it."""

from xueyou.kernel.registry.standings import Party, standing_kind, writes

TALENT = standing_kind("enrolment.talent", party=Party.PERSON, zh="人才子女")
writes(TALENT)
CATEGORIES = ("A", "B", "C", "D", "E")
"""类别, the highest first; which there are is the city's own measure: 待核."""
