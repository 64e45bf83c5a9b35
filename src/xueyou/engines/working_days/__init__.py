"""Owns the counting of working days: a table of differing days, and terms with their changes."""

from xueyou.engines.working_days.calendar import Calendar, YearMissing
from xueyou.engines.working_days.replay import Change, ChangeRefused, Due, Term, replay

__all__ = ["Calendar", "Change", "ChangeRefused", "Due", "Term", "YearMissing", "replay"]
