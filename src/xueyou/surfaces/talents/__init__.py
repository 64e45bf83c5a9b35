"""The page of the office that certifies the children of talents."""
