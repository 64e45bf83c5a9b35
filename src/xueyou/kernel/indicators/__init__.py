"""指标: numbers with definition, denominator, basis and the day they were known."""
