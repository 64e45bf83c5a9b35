"""Tests of the enrolment room."""
