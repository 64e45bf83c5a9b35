"""A test that tries to leave the machine fails, and says so."""

import socket

import pytest

from tests.conftest import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("10.0.0.1", 22)])
def test_connections_out_are_refused(address: tuple[str, int]) -> None:
    """Before a packet is sent."""
    with socket.socket() as outward, pytest.raises(NetworkRefused):
        outward.connect(address)


def test_names_are_not_looked_up() -> None:
    """A look-up alone tells others what we test."""
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("example.org", 80)


def test_loopback_works() -> None:
    """Journeys talk to a server of their own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
