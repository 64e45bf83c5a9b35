"""The verbs of a paper's way, and the two services that other rooms' acts call."""
