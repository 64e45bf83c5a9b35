"""The language of rules: schema, checks, compilation to the matching engine, runs, explanations."""
