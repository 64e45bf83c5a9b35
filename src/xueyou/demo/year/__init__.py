"""The year 2026 of 临澄市 as data: what was decided, reported, built and written, all invented."""
