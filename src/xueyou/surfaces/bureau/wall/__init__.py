"""The wall of a plan, its print, the leaders' five things of today, and the open comparison."""
