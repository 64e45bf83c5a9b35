"""年底对账: a plan beside the year's summary."""
