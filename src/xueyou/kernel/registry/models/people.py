"""People: who somebody is, which confirmed numbers are his, who claims him, who is bound to him."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xueyou.platform.crypto import indexed, sealed
from xueyou.platform.db import Bitemporal, SearchKeyField, SortKeyField, UidField


class Sex(models.TextChoices):
    """GB/T 2261.1, by word."""

    MALE = "male", "男"
    FEMALE = "female", "女"
    UNKNOWN = "unknown", "未说明"


class DocumentKind(models.TextChoices):
    """What a number was taken from."""

    CITIZEN = "citizen", "居民身份证"
    HK_MACAO_RESIDENCE = "hk_macao_residence", "港澳居民居住证"
    TAIWAN_RESIDENCE = "taiwan_residence", "台湾居民居住证"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    PASSPORT = "passport", "护照"
    FOREIGN_RESIDENCE = "foreign_residence", "外国人永久居留身份证"
    PUPIL_NUMBER = "pupil_number", "学籍号"
    NONE_YET = "none_yet", "还没有证件"


class Person(models.Model):
    """A person, met once. A second row for the same person is merged into the first.

    The name is in clear (ADR 0016) and masked on every screen but the person's own family's.
    """

    uid = UidField()
    name = models.CharField(max_length=120)
    search_key = SearchKeyField()
    sort_key = SortKeyField()
    """Where the name stands in a list: by its sound (names.name_order)."""
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )
    """The account with which this person signs in, where he has one."""
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        db_index=False,
    )
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
        ]
        indexes = [
            models.Index(fields=["search_key"], name="person_by_name"),
            # Hardly anybody was merged: an index of everybody who was not is one to stray into.
            models.Index(
                fields=["merged_into"], name="person_merged", condition=~Q(merged_into=None)
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.uid}"


class Identifier(models.Model):
    """A number that a source has confirmed as this person's; a typed one is a Claim."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    country = models.CharField(max_length=3, default="CHN")
    """GB/T 2659.1, three letters."""
    value_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    bidx = models.BinaryField(max_length=32)
    """HMAC of the canonical number under a key outside the database: equal numbers meet here."""
    bidx_key_id = models.CharField(max_length=20)
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)
    """Filled while the index key is being exchanged; swapped in once for all rows."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=80)
    """The source or actor that confirmed it, as acts keep actors."""
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "bidx"],
                condition=Q(voided_at=None),
                name="identifier_of_one_person",
            ),
            models.CheckConstraint(
                name="identifier_span",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["bidx"], name="identifier_by_number"),
            models.Index(
                fields=["bidx_next"],
                condition=Q(bidx_next__isnull=False),
                name="identifier_by_next",
            ),
        ]

    def __str__(self) -> str:
        return f"identifier {self.uid}"


class ClaimState(models.TextChoices):
    """What became of a typed number."""

    PENDING = "pending", "等待核对"
    CONFIRMED = "confirmed", "已核对"
    CONTESTED = "contested", "两个账号都说是自己的孩子"
    REFUSED = "refused", "核对不上"


class Claim(models.Model):
    """Somebody's account says: this child, with this number, is mine.

    It becomes a person when a source confirms it. Two accounts' claims to one number are kept and
    contested, never refused to the family: a stranger could block a child.
    """

    uid = UidField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims"
    )
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    country = models.CharField(max_length=3, default="CHN")
    bidx = models.BinaryField(max_length=32, null=True, blank=True)
    bidx_key_id = models.CharField(max_length=20, blank=True, default="")
    bidx_next = models.BinaryField(max_length=32, null=True, blank=True)
    value_enc = models.BinaryField(null=True, blank=True)
    enc_key_id = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=120)
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.PENDING)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    confirmed_by = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Given up by the account, or lost: then it stands in nobody's way any more."""
    shared = models.BooleanField(default=False)
    """Another account was let in once (see ClaimSharing): only then is it asked who."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_confirmed_names_a_person",
                condition=(Q(state="confirmed") & ~Q(person=None))
                | (~Q(state="confirmed") & Q(person=None)),
            ),
            models.CheckConstraint(
                name="claim_without_number_has_no_index",
                condition=(Q(kind="none_yet") & Q(bidx=None) & Q(value_enc=None))
                | (~Q(kind="none_yet") & ~Q(bidx=None) & ~Q(value_enc=None)),
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "country", "bidx"],
                condition=Q(ended_at=None) & ~Q(state="refused") & ~Q(bidx=None),
                name="claim_once_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["bidx"], name="claim_by_number"),
            models.Index(
                fields=["bidx_next"], condition=Q(bidx_next__isnull=False), name="claim_by_next"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.uid}"


class GuardianInvitation(models.Model):
    """A guardian asks another one in. The code itself is kept nowhere: it follows from the uid."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    inviter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations_made")
    code_digest = models.CharField(max_length=64, unique=True)
    """Keyed digest of the code, by which a typed one is found."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Used, replaced by a newer one, or taken back."""
    bond_uid = models.UUIDField(null=True, blank=True)
    """The bond that came of it."""

    def __str__(self) -> str:
        return f"invitation {self.uid}"


class PersonBondKind(models.TextChoices):
    """How two people belong together."""

    GUARDIAN = "guardian", "监护人"
    SIBLING = "sibling", "兄弟姐妹"
    MULTIPLE_BIRTH = "multiple_birth", "多胞胎"


class PersonBond(Bitemporal):
    """`holder` is bound to `subject` (guardian of; sibling and birth are written both ways)."""

    uid = UidField()
    kind = models.CharField(max_length=16, choices=PersonBondKind)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bonds_held")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bonds_of")
    basis = models.CharField(max_length=20)
    """What says so: "household", "court", "birth", "counter", "invited", "school"."""

    class Meta(Bitemporal.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Bitemporal.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "holder", "subject"],
                condition=Q(valid_to=None, voided_at=None),
                name="person_bond_once",
            ),
            models.CheckConstraint(name="person_bond_of_two", condition=~Q(holder=F("subject"))),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "kind"], name="person_bond_subject"),
        ]

    def __str__(self) -> str:
        return f"bond {self.uid}"


def number_kind(kind: str, country: str) -> str:
    """Return what the blind index of a number is bound to: numbers of two kinds never meet."""
    return f"{kind}:{country}"


def _kind_of(row: Identifier | Claim) -> str:
    return number_kind(row.kind, row.country)


IDENTIFIER_NUMBER = sealed(Identifier, "value_enc", label="registry.identifier.number")
CLAIM_NUMBER = sealed(Claim, "value_enc", label="registry.claim.number")
indexed(IDENTIFIER_NUMBER, kind=_kind_of)
indexed(CLAIM_NUMBER, kind=_kind_of)
