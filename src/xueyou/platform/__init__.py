"""Django without an education word: the machinery every room stands on."""
