"""Facts of prose: quantities and whose they are, projects, milestones, contradictions."""

from xueyou.engines.reading.facts.find import find_facts

__all__ = ["find_facts"]
