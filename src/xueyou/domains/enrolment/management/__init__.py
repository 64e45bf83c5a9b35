"""Commands of the enrolment room."""
