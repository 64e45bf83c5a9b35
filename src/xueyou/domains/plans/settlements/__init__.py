"""年底对账: a plan held against the year's summary, an officer's word on each line, and the end."""
