"""Milestones that a later version drops; for which organisation a note was written."""

import django.db.models.deletion
from django.db import migrations, models

from xueyou.platform.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
        ("plans", "0003_duties"),
    ]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="dropped_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="progressnote",
            name="organisation",
            # The table is empty here: it came with the migration before, of the same release.
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organisation",
            ),
            preserve_default=False,
        ),
        AppendOnly("ProgressNote"),
    ]
