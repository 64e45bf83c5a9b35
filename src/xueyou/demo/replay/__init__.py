"""How the year of 临澄市 is replayed: one verb after the other, each on its business moment."""
