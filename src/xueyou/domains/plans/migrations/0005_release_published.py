"""A release is frozen with its order, and published once that is signed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_dropped_milestones"),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
