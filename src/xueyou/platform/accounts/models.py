"""The account a person signs in with, and the phone number that opens a family's."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models

from xueyou.platform.db import UidField, insert_row, uuid7
from xueyou.platform.time import wall_now


class UserManager(BaseUserManager["User"]):
    """Makes accounts. In the running site `services.open_account` does it, with an act."""

    def make(
        self,
        *,
        login_name: str,
        name: str,
        email: str = "",
        password: str | None = None,
        staff: bool = True,
    ) -> "User":
        """Return a new account; without a password only a reset or demo link opens it."""
        user = self.model(
            login_name=login_name.strip().lower(),
            name=name.strip(),
            email=self.normalize_email(email),
            staff=staff,
        )
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def make_by_phone(self, *, name: str) -> "User":
        """Return a new account of a family: no password, no mail, a login name nobody types."""
        user = self.model(login_name=f"phone-{uuid7().hex}", name=name, staff=False)
        user.set_unusable_password()
        insert_row(user)
        return user


class User(AbstractBaseUser):
    """An account. Who may do what stands in access.Assignment, never here.

    `name` is shown on screen, `login_name` typed at the door. `staff` people (everyone who works
    for a bureau or a school) need a second factor.
    """

    uid = UidField()
    login_name = models.CharField(
        "登录名",
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9._@-]{2,64}$", "登录名只用小写字母、数字和 . _ - @")],
        error_messages={"unique": "这个登录名已经有人用了，请换一个。"},
    )
    name = models.CharField("姓名", max_length=64)
    email = models.EmailField("邮箱", blank=True, default="")
    staff = models.BooleanField("工作人员", default=True)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField(default=wall_now, editable=False)

    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~models.Q(email=""), name="one_account_an_email"
            )
        ]

    def __str__(self) -> str:
        return f"account {self.uid}"

    def get_full_name(self) -> str:
        """Return the name shown on screen."""
        return self.name


def display_name(user: User) -> str:
    """Return what pages call the person."""
    return user.name


class Session(AbstractBaseSession):
    """A visit, with the account that signed in during it: a request looks both up at once."""

    account = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )

    def __str__(self) -> str:
        return "session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that keeps such rows."""
        from xueyou.platform.accounts.session_store import SessionStore

        return SessionStore


class Phone(models.Model):
    """The mobile number by which a family signs in: encrypted, found by a blind index."""

    uid = UidField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="phones")
    value_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    bidx_key_id = models.CharField(max_length=20)
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)
    since = models.DateTimeField()
    proved_at = models.DateTimeField()
    """When a code sent to it was last given back."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bidx"], condition=models.Q(ended_at=None), name="phone_of_one_account"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="account_with_one_phone"
            ),
        ]
        indexes = [
            models.Index(fields=["bidx"], name="phone_by_number"),
            models.Index(
                fields=["bidx_next"],
                condition=models.Q(bidx_next__isnull=False),
                name="phone_by_next",
            ),
        ]

    def __str__(self) -> str:
        return f"phone {self.uid}"


class SignInCode(models.Model):
    """A one-time code that was sent to a number. Known and unknown numbers get the same row."""

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    value_enc = models.BinaryField()
    """The number; until it has been sent, a blank and the code behind it."""
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    address_digest = models.CharField(max_length=64)
    """Keyed digest of the visitor's address: codes an address are counted, addresses not kept."""
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bidx", "made_at"], name="code_by_number"),
            models.Index(fields=["address_digest", "made_at"], name="code_by_address"),
            models.Index(fields=["made_at"], name="code_by_moment"),
        ]

    def __str__(self) -> str:
        return f"sign-in code {self.uid}"
