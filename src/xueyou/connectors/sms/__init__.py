"""Text messages through a gateway: a city names its own, or writes an adapter like this one."""
