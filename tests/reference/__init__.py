"""Slow, plain second opinions, written from the rule text alone and never from the engines."""
