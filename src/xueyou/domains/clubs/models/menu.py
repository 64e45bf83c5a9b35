"""The menu and who takes part: clubs, places, sessions."""

from django.db import models
from django.db.models import F, Q

from xueyou.kernel.calls.models import Call, Offer, Option
from xueyou.kernel.registry.models import Person
from xueyou.platform.db import ScaledInteger, UidField
from xueyou.platform.orgs.models import Organisation


class Club(models.Model):
    """An item of the menu: the option of a term's call, with who leads it and what it costs."""

    uid = UidField()
    option = models.OneToOneField(
        Option, on_delete=models.PROTECT, primary_key=True, related_name="club"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="clubs")
    lane = models.CharField(max_length=40)
    teacher = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="clubs_led"
    )
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="clubs_led"
    )
    room = models.CharField(max_length=40)
    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    """Grades that may take part, both included."""
    special = models.BooleanField(default=False)
    """特色课程: another limit of the tariff holds."""
    hours = models.PositiveSmallIntegerField()
    """Class-hours a session."""
    fee = ScaledInteger(scale=2)
    """Yuan a class-hour."""
    material = ScaledInteger(scale=2, default=0)
    """Yuan a term, once."""
    least = models.PositiveSmallIntegerField()
    """With fewer places taken it need not open."""
    tariff_source = models.CharField(max_length=300)
    """The document by which the fee was checked."""
    revision = models.PositiveIntegerField(default=1)
    """Grows with each change before the menu is announced: two people do not overwrite."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="club_led_by_one",
                condition=Q(teacher=None, provider__isnull=False)
                | Q(provider=None, teacher__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["call", "lane", "teacher"],
                condition=Q(closed_at=None) & ~Q(teacher=None),
                name="club_teacher_once_a_lane",
            ),
            models.UniqueConstraint(
                fields=["call", "lane", "room"],
                condition=Q(closed_at=None),
                name="club_room_once_a_lane",
            ),
            models.CheckConstraint(
                name="club_grades_in_order", condition=Q(highest__gte=F("lowest"))
            ),
            models.CheckConstraint(
                name="club_costs_nothing_or_more",
                condition=Q(fee__gte=0, material__gte=0, hours__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"club {self.uid}"


class Place(models.Model):
    """A child takes part in a club, from a day to a day (half-open), because of one offer."""

    uid = UidField()
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="club_places")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="club_place")
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="club_place_span", condition=Q(until=None) | Q(until__gte=F("from_on"))
            ),
        ]
        indexes = [models.Index(fields=["person", "club"], name="club_place_of_person")]

    def __str__(self) -> str:
        return f"club place {self.uid}"


class SessionState(models.TextChoices):
    """Held once its roll is called; never billed before."""

    PLANNED = "planned", "未上"
    HELD = "held", "已上"
    CANCELLED = "cancelled", "停课"


class Session(models.Model):
    """One meeting of a club."""

    uid = UidField()
    club = models.ForeignKey(Club, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField()
    hours = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=SessionState, default=SessionState.PLANNED)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["club", "day"], name="club_session_once_a_day"),
            models.CheckConstraint(
                name="club_session_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(why=""),
            ),
        ]
        indexes = [models.Index(fields=["day"], name="club_session_by_day")]

    def __str__(self) -> str:
        return f"session {self.uid}"
