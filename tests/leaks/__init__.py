"""The generated leak harness: every route, every person, every reference; nothing passes silently.

Read `checks.py` first. The oracle is `tests/house/authority.yaml`, written by hand; nothing here
reads the roles or the scope of the product to decide what is right.
"""
