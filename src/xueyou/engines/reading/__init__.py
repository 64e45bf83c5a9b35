"""Reading a bureau's document: facts, tasks, units, tables, projects, each with its span."""

from xueyou.engines.reading.problem import NoPlan, Source
from xueyou.engines.reading.read import examine, read
from xueyou.engines.reading.result import Reading

__all__ = ["NoPlan", "Reading", "Source", "examine", "read"]
