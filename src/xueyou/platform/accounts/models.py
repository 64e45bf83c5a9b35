"""The account a person signs in with."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account. Who may do what stands in access.Assignment, never here."""
