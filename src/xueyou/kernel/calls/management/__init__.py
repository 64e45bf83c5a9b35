"""Commands about calls, for who keeps the server."""
