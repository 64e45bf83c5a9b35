"""Figures of plans: progress by workbook, and the page of an indicator."""
