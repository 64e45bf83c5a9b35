"""时限: promises of time that survive holidays, pauses and extensions."""
