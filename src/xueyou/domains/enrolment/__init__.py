"""Enrolment 入学: a county's places in schools and kindergartens, from zones to the letter."""
