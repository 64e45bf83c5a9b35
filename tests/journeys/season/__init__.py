"""Enrolment from the first page to the letter, on a site of its own."""
