"""Proofs: bundles, draws, verifiers."""
