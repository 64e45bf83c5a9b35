"""Forms of the entrance, where the library leaves a gap."""

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache


class SetUpCodeForm(ActivateTOTPForm):
    """The first code of an authenticator app: it counts as used, so it opens nothing again."""

    def clean_code(self) -> str:
        """Return the code; the same code is then refused at the door for as long as it lives."""
        code: str = super().clean_code()
        digits = "".join(code.split())
        key = f"allauth.mfa.totp.used?user={self.user.pk}&code={digits}"
        if not cache.add(key, "y", timeout=60):
            raise forms.ValidationError("这个验证码已经用过一次，请等下一个。")
        return code

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values."""
        return super().clean() or {}
