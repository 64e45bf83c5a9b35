"""Forms of the entrance, where the library leaves a gap."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.http import HttpRequest


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


class ForgottenPasswordForm(ResetPasswordForm):
    """Asks for a link; an unknown address gets a letter too, so nobody learns which are known."""

    def save(self, request: HttpRequest, **options: object) -> str:
        """Send the letter; return the address."""
        email: str = self.cleaned_data["email"]
        if self.users:
            super().save(request, **options)
        else:
            get_adapter().send_mail("account/email/unknown_account", email, {"request": request})
        return email
