"""What the bureau publishes: chosen, previewed exactly, ordered by a signed paper, taken down."""
