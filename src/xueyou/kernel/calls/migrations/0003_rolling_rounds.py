import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0002_attestation_worst"),
        ("draws", "0001_initial"),
        ("files", "0001_store"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="run",
            name="run_first_official_once",
        ),
        migrations.AddField(
            model_name="application",
            name="decided_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="calls.run",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="reply_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="rolling",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="run",
            name="took_effect_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("purpose", "official"),
                    ("replaces", None),
                    ("rolling", False),
                    models.Q(("state", "failed"), _negated=True),
                ),
                fields=("round",),
                name="run_first_official_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rolling", True), ("state__in", ["prepared", "running"])),
                fields=("round",),
                name="run_rolling_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("took_effect_at", None),
                    models.Q(("order_uid__isnull", False), ("rolling", True), ("state", "done")),
                    _connector="OR",
                ),
                name="run_takes_effect_by_order",
            ),
        ),
    ]
