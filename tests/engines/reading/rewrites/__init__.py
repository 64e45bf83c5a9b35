"""Rewrites of a document and its gold that a reader must not notice: it reads, it does not recall.

Each rewrite takes (text, gold) and returns both anew; gold stays true to the rewritten text.
"""
