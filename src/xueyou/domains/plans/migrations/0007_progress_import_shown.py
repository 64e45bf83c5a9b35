"""A handed-in workbook keeps what its page shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_progress_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressimport",
            name="shown",
            field=models.JSONField(default=dict),
        ),
    ]
