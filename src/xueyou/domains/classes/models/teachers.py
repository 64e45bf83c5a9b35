"""Teams of teachers, as alike as the classes; which team gets which class is drawn."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xueyou.domains.classes.models.divisions import Division
from xueyou.platform.db import UidField


class TeacherTeam(models.Model):
    """A team. `class_number` comes with the lot."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="teams")
    number = models.PositiveSmallIntegerField()
    class_number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["division", "number"], name="teacher_team_once"),
            models.UniqueConstraint(
                fields=["division", "class_number"],
                condition=~Q(class_number=None),
                name="teacher_team_class_once",
            ),
        ]

    def __str__(self) -> str:
        return f"team {self.number} of division {self.division_id}"


class Teacher(models.Model):
    """A teacher's place in a team for a subject, or in the reserve of his subject.

    Who teaches two classes stands in two teams. Reserves (`team` empty) step in by `reserve`, in
    an order that was fixed before the lot.
    """

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="teachers")
    team = models.ForeignKey(
        TeacherTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="teachers"
    )
    reserve = models.PositiveSmallIntegerField(null=True, blank=True)
    code = models.CharField(max_length=8)
    """The same for both places of who teaches two classes."""
    name = models.CharField(max_length=120)
    sex = models.CharField(max_length=4)
    subject = models.CharField(max_length=20)
    title = models.CharField(max_length=20)
    years = models.PositiveSmallIntegerField()
    workload = models.PositiveSmallIntegerField()
    """Lessons a week, in all classes together."""
    head = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["team", "subject"],
                condition=~Q(team=None),
                name="teacher_of_a_subject_once",
            ),
            models.CheckConstraint(
                name="teacher_in_a_team_or_reserve",
                condition=Q(team=None, reserve__gte=1) | Q(team__isnull=False, reserve=None),
            ),
        ]

    def __str__(self) -> str:
        return f"teacher {self.code} of division {self.division_id}"


class Substitution(models.Model):
    """Who stepped in for whom after the lot, by the rule that was fixed before it."""

    uid = UidField()
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="substitutions")
    out = models.CharField(max_length=8)
    stepped_in = models.CharField(max_length=8)
    subject = models.CharField(max_length=20)
    why = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"substitution {self.uid}"
