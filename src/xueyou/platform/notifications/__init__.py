"""Notifications: told in the application and by e-mail."""
