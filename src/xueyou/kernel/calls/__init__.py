"""Who is asked for what, by which frozen rules, and what came of it with its reason."""
