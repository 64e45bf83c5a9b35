"""What others read of the enrolment room."""
