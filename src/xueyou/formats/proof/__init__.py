"""Owns what proves a result: commitments, pseudonyms, manifests, the draw, and the two verifiers.

The shapes are in docs/handbook/proof.md. Nothing here knows what a rule says.
"""
