"""One-time codes by text message: how a family signs in, without a password.

Every number gets a code, whether an account stands behind it or not, and the account is opened
when the first code comes back: so asking tells nobody which numbers are known. A code is bound to
the browser that asked for it. Sources of the limits: OWASP Authentication Cheat Sheet (one-time
codes); GB/T 22239-2019 8.1.4.1 (failed sign-ins), 待核.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    BinaryField,
    CharField,
    Count,
    DateTimeField,
    F,
    Q,
    QuerySet,
    UUIDField,
)
from django.utils.crypto import constant_time_compare

from xueyou.platform.accounts.holders import HolderAsked, end_for_new_holder, require_holder
from xueyou.platform.accounts.models import Phone, SignInCode, User
from xueyou.platform.accounts.phone_numbers import mobile_number
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto import blind_index, indexed, keyed_digest, sealed
from xueyou.platform.db import Changes, insert_row, prepared, prepared_update, uuid7
from xueyou.platform.jobs.queue import enqueue
from xueyou.platform.time import wall_now

ENTER = register_verb("accounts.phone.open", zh="用手机号开一个家长账号")
DOOR = Actor(kind="system", id="door", user=None, org_path="")

LIFE = timedelta(minutes=5)
TRIES = 5
"""Wrong guesses after which a code is dead."""
WINDOW = timedelta(minutes=15)
CODES_A_NUMBER = 5
TRIES_A_NUMBER = 15
"""Within the window, over all codes of a number: 15 guesses among a million."""
AGAIN_AFTER = timedelta(seconds=60)
QUIET_NUMBER = (
    "这个号码很久没有登录过，可能换了人，没有办。请监护人先用这个号码登录一次，再来办；"
    "或者换监护人的另一个号码。"
)
SEND = "accounts.send_code"
SENT_TO = sealed(SignInCode, "value_enc", label="accounts.code")
PHONE_NUMBER = sealed(Phone, "value_enc", label="accounts.phone")
indexed(PHONE_NUMBER, kind=lambda row: "phone")


class TooMany(Exception):
    """Too many codes were asked for; `zh` says when to come back."""

    def __init__(self, zh: str) -> None:
        super().__init__("too many codes")
        self.zh = zh


class CodeRefused(Exception):
    """The code does not open; `zh` says why and what to do, `spent` that a new one is needed."""

    def __init__(self, zh: str, *, spent: bool) -> None:
        super().__init__("code refused")
        self.zh = zh
        self.spent = spent


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that is on its way."""

    uid: UUID
    again_at: datetime


def ask_for_code(typed: str, *, address: str) -> Asked:
    """Send a code to the number typed. Raises phone_numbers.NumberRefused, TooMany."""
    number = mobile_number(typed)
    now = wall_now()
    index = blind_index("phone", number).value
    whence = keyed_digest("accounts.code.address", address)
    _refuse_floods(index, whence, now)
    code = f"{secrets.randbelow(10**6):06d}"
    row = SignInCode(
        bidx=index, address_digest=whence, made_at=now, expires_at=now + LIFE, code_digest=""
    )
    row.code_digest = _digest(row.uid, code)
    for name, value in SENT_TO.columns(row.uid, f"{number} {code}").items():
        setattr(row, name, value)
    with transaction.atomic():
        insert_row(row)
        enqueue(SEND, {"code": row.pk}, actor=DOOR, priority=10)
    return Asked(row.uid, now + AGAIN_AFTER)


@prepared(bidx=BinaryField(), since=DateTimeField())
def _made(bidx: Any, since: Any) -> QuerySet[Any]:
    made = SignInCode.objects.filter(bidx=bidx, made_at__gt=since)
    return made.order_by("-made_at").values_list("made_at")[:CODES_A_NUMBER]


@prepared(digest=CharField(), since=DateTimeField())
def _asked_from(digest: Any, since: Any) -> QuerySet[Any]:
    made = SignInCode.objects.filter(address_digest=digest, made_at__gt=since).order_by()
    return made.values("address_digest").annotate(count=Count("pk")).values_list("count")


def _refuse_floods(index: bytes, whence: str, now: datetime) -> None:
    moments = [moment for (moment,) in _made(bidx=index, since=now - WINDOW)]
    if moments and now - moments[0] < AGAIN_AFTER:
        seconds = int((moments[0] + AGAIN_AFTER - now).total_seconds()) + 1
        raise TooMany(f"验证码刚刚发过，请看一下短信。没有收到的话，{seconds} 秒后可以再要一个。")
    if len(moments) == CODES_A_NUMBER:
        raise TooMany("这个号码短时间里要了好几次验证码，先停一停，请过 15 分钟再来。")
    from_here = sum(count for (count,) in _asked_from(digest=whence, since=now - WINDOW))
    if from_here >= settings.XUEYOU_CODES_AN_ADDRESS:
        raise TooMany("这个网络里要验证码的人太多，请过 15 分钟再来，或者换成手机流量再试。")


def number_of(code: SignInCode) -> str:
    """Return the number a code was sent to."""
    return SENT_TO.text(code).partition(" ")[0]


@prepared(uid=UUIDField(), now=DateTimeField())
def _waiting(uid: Any, now: Any) -> QuerySet[SignInCode]:
    return SignInCode.objects.filter(uid=uid, used_at=None, expires_at__gt=now)


@prepared_update(pk=BigIntegerField())
def _count_try(pk: Any) -> Changes:
    code = SignInCode.objects.filter(pk=pk, tries__lt=TRIES, used_at=None)
    return code, {"tries": F("tries") + 1}


@prepared_update(pk=BigIntegerField(), now=DateTimeField())
def _use(pk: Any, now: Any) -> Changes:
    return SignInCode.objects.filter(pk=pk, used_at=None), {"used_at": now}


@prepared(bidx=BinaryField(), since=DateTimeField())
def _tries(bidx: Any, since: Any) -> QuerySet[Any]:
    recent = SignInCode.objects.filter(bidx=bidx, made_at__gt=since, used_at=None)
    return recent.values_list("tries")


def waiting_code(uid: UUID | str) -> SignInCode | None:
    """Return the code of that uid while it can still open something."""
    found: list[SignInCode] = _waiting(uid=uid, now=wall_now())
    return found[0] if found and found[0].tries < TRIES else None


def account_by_code(uid: UUID | str, typed: str) -> User:
    """Return the account that the code opens; it is made if the number has none yet.

    The guess is counted before it is looked at, so that guessing in parallel counts too. Raises
    CodeRefused; holders.HolderAsked where the code was right and somebody else may hold the number.
    """
    code = waiting_code(uid)
    if code is None or not _count_try(pk=code.pk):
        raise CodeRefused("这个验证码已经不能用了，请再要一个。", spent=True)
    since = wall_now() - WINDOW
    guesses = sum(tries for (tries,) in _tries(bidx=code.bidx, since=since))
    digits = "".join(letter for letter in typed if letter.isdecimal())
    right = constant_time_compare(_digest(code.uid, _ascii(digits)), code.code_digest)
    if guesses > TRIES_A_NUMBER:
        raise CodeRefused("试的次数太多，先停一停。请过 15 分钟再来。", spent=True)
    if not right:
        left = TRIES - code.tries - 1
        if left <= 0:
            raise CodeRefused("验证码不对，这一个已经作废。请再要一个。", spent=True)
        raise CodeRefused(f"验证码不对。请看最近一条短信，还可以再试 {left} 次。", spent=False)
    if not _use(pk=code.pk, now=wall_now()):
        raise CodeRefused("这个验证码已经用过了，请再要一个。", spent=True)
    return _account_of(code)


@prepared(value=BinaryField(), following=BinaryField())
def _phones(value: Any, following: Any) -> QuerySet[Phone]:
    found = Q(bidx__in=[value, following]) | Q(bidx_next__in=[value, following])
    return Phone.objects.filter(found, ended_at=None).select_related("user").order_by("pk")[:1]


@prepared_update(pk=BigIntegerField(), now=DateTimeField())
def _prove(pk: Any, now: Any) -> Changes:
    return Phone.objects.filter(pk=pk), {"proved_at": now}


def _account_of(code: SignInCode) -> User:
    number = number_of(code)
    index = blind_index("phone", number)
    found = _phones(value=index.value, following=index.next or index.value)
    if found:
        user: User = found[0].user
        if not user.is_active:
            raise CodeRefused("这个号码的账号已经停用，请到窗口办理。", spent=True)
        require_holder(found[0])
        _prove(pk=found[0].pk, now=wall_now())
        return user
    return _account_with(number)


def account_of_new_holder(phone: Phone) -> User:
    """Return an account of his own for who has the number now; the old one loses it."""
    number = PHONE_NUMBER.text(phone)
    end_for_new_holder(phone, DOOR)
    return _account_with(number)


def _account_with(number: str) -> User:
    try:
        return _open_account(number)
    except IntegrityError:  # two browsers gave back two codes of a new number at once
        found = blind_index("phone", number).found()
        return Phone.objects.get(found, ended_at=None).user


def _open_account(number: str) -> User:
    with act(DOOR, ENTER.name) as a:
        user = User.objects.make_by_phone(name="家长")
        write_phone(user, number)
        a.about("account", user.uid)
    return user


def account_of_number(number: str, name: str) -> User:
    """Return the account of a mobile number, opened under a name where there is none; in an act.

    Nobody has proved the number: an officer has it from a paper or from the person before him.
    Raises CodeRefused for an account that is closed, and for a number that was quiet for long: who
    has it now would name the child that is filed for him, and see those of who had it before.
    """
    index = blind_index("phone", number)
    found = _phones(value=index.value, following=index.next or index.value)
    if not found:
        user = User.objects.make_by_phone(name=name)
        write_phone(user, number)
        return user
    known: User = found[0].user
    if not known.is_active:
        raise CodeRefused("这个号码的账号已经停用，没有办。请换监护人的另一个号码。", spent=True)
    try:
        require_holder(found[0])
    except HolderAsked:
        raise CodeRefused(QUIET_NUMBER, spent=True) from None
    return known


def write_phone(user: User, number: str) -> Phone:
    """Write the number by which an account signs in, inside the act that opens the account.

    `number` as mobile_number gives it. Raises IntegrityError where another account has it.
    """
    uid, now = uuid7(), wall_now()
    phone = Phone(
        uid=uid,
        user=user,
        **PHONE_NUMBER.columns(uid, number),
        **blind_index("phone", number).columns(),
        since=now,
        proved_at=now,
    )
    insert_row(phone)
    return phone


def _digest(uid: UUID, code: str) -> str:
    return keyed_digest("accounts.code", f"{uid}|{code}")


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
