"""Settings, urls, wiring, roles and the entry point: where the rooms become one site."""
