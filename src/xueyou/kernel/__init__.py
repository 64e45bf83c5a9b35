"""The ideas that rooms share, each an invariant kept once. The kernel names no room."""
