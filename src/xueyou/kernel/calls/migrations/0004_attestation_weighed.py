"""Which doubts an officer had before him when he passed an application."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add Attestation.weighed."""

    dependencies = [("calls", "0003_rolling_rounds")]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="weighed",
            field=models.BooleanField(default=False),
        ),
    ]
