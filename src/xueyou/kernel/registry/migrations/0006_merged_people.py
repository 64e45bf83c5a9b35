"""The index of merged people holds those who were merged, not everybody who was not."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Replace the index."""

    dependencies = [("registry", "0005_person_sort_key")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="registry.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["merged_into"],
                name="person_merged",
                condition=models.Q(("merged_into", None), _negated=True),
            ),
        ),
    ]
