"""Owns what is said about passwords where Django's own sentences are not in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Django's rule of length; it has no Chinese sentence of its own."""

    def get_error_message(self) -> str:
        """Return what to do about a password that is too short."""
        return f"密码太短，至少要有{self.min_length}个字符，请再加长一些。"

    def get_help_text(self) -> str:
        """Return the rule as it stands beside the field."""
        return f"至少{self.min_length}个字符。"
