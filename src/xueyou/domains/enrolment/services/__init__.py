"""What is done in the enrolment room: verbs, and what follows from an accepted place."""
