"""Who was there, who was excused, and to whom a child was handed over."""

from django.db import models
from django.db.models import F, Q

from xueyou.domains.clubs.models.menu import Place, Session
from xueyou.kernel.registry.models import Person, PersonBond
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField


class Presence(models.TextChoices):
    """What a roll-call says of a child."""

    PRESENT = "present", "到"
    LATE = "late", "迟到"
    ABSENT = "absent", "缺席"
    LEAVE = "leave", "请假"


class Mark(models.Model):
    """One line of a roll-call. Never changed: a correction is a later line.

    `uid` is the tablet's own, so that a line sent twice is there once. Of several lines of a child
    in a session the last recorded one counts.
    """

    uid = UidField()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="marks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=7, choices=Presence)
    happened_at = models.DateTimeField()
    """When the tablet took it down, by its own clock."""
    recorded_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "place"], name="club_mark_of_session")]

    def __str__(self) -> str:
        return f"{self.mark} of place {self.place_id}"


class Leave(models.Model):
    """A guardian excuses a child from every club of some days, both included."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="club_leaves")
    first_on = models.DateField()
    last_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by_uid = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="club_leave_span", condition=Q(last_on__gte=F("first_on")))
        ]
        indexes = [models.Index(fields=["person", "first_on"], name="club_leave_of_person")]

    def __str__(self) -> str:
        return f"leave {self.uid}"


class Relation(models.TextChoices):
    """What somebody is to the child that he collects."""

    GRANDPARENT = "grandparent", "祖辈"
    RELATIVE = "relative", "亲戚"
    NEIGHBOUR = "neighbour", "邻居"
    OTHER = "other", "其他"


class Collector(models.Model):
    """Somebody whom a guardian lets collect the child, from a day to a day (half-open)."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="collectors")
    name_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    relation = models.CharField(max_length=11, choices=Relation)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="club_collector_span", condition=Q(until=None) | Q(until__gte=F("from_on"))
            )
        ]

    def __str__(self) -> str:
        return f"collector {self.uid}"


NAME = sealed(Collector, "name_enc", label="clubs.collector.name")


class PickupCode(models.Model):
    """A code with which somebody collects a child once, on one day."""

    uid = UidField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pickup_codes")
    digest = models.CharField(max_length=64)
    """Keyed: the code itself is shown once and kept nowhere."""
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by_uid = models.UUIDField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(used_at=None),
                name="club_code_one_open_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"pickup code {self.uid}"


class WrongCode(models.Model):
    """A code was tried for a child that was not its own; what was typed is not kept."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="wrong_codes")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="wrong_codes")
    tried_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return f"wrong code for place {self.place_id}"


class HandOver(models.Model):
    """A child was handed over after a session: to whom, when, by whom. Never changed."""

    uid = UidField()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="hand_overs")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="hand_overs")
    guardian = models.ForeignKey(
        PersonBond, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    collector = models.ForeignKey(
        Collector, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.ForeignKey(
        PickupCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late_minutes = models.PositiveSmallIntegerField(default=0)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="club_handed_over_once"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.uid}"
