"""The account a person signs in with."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from xueyou.platform.db.uid import UidField
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
