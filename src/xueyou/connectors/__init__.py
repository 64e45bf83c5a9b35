"""Machines talking: what leaves this deployment for another machine, and what comes in."""
