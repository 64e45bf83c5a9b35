"""The four tables of a run: read, checked cell by cell, and written in one canonical form."""
