"""Registers of other offices by connection: a city names its own adapter, or uses this one."""
