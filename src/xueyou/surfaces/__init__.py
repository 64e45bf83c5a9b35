"""People looking: one package an audience, and what all pages share."""
