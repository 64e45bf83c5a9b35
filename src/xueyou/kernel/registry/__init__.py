"""档案: who holds which post, what a rule said on a day, when a school year begins."""
