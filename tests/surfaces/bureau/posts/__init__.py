"""Tests of posts and task forces at the desk."""
