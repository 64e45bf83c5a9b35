"""The page of the office that certifies."""
