"""Load: `python -m tests.load opening-hour` plays the first hour of a call against a real site."""
