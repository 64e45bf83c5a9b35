"""Pages for everybody: what 学优 is, how far it stands, how it keeps itself usable for all."""
