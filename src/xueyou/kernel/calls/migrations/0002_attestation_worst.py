"""What most needs a person to look at, beside what a source says, in clear."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add Attestation.worst."""

    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="worst",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
    ]
