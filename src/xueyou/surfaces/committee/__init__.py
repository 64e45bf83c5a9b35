"""The expert committee's list of a call: children who are not ranked, and where each one goes."""
