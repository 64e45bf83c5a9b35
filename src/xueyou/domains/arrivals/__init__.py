"""报到: who of those placed has come, who has a pupil number, and whether all lists agree."""
