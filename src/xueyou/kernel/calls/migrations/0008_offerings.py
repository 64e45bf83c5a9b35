"""The stamp of what a call offers, for those who keep what they read of it in the process."""

import django.db.models.deletion
from django.db import migrations, models

from xueyou.platform.db import Stamps, Watched

WATCHED = (
    Watched("calls_round", "call_id"),
    Watched("calls_option", "call_id"),
    Watched(
        "calls_phase",
        "round_id",
        'SELECT "call_id" AS "owner" FROM "calls_round" WHERE "id" IN ({keys})',
    ),
    Watched(
        "calls_capacityline",
        "option_id",
        'SELECT "call_id" AS "owner" FROM "calls_option" WHERE "id" IN ({keys})',
    ),
    Watched(
        "orgs_organisation",
        "id",
        'SELECT "call_id" AS "owner" FROM "calls_option" WHERE "organisation_id" IN ({keys})',
        events=("UPDATE",),
    ),
)


class Migration(migrations.Migration):
    """Add the table, what keeps it, and a first stamp for the calls that stand."""

    dependencies = [
        ("calls", "0007_picture_channel"),
        ("orgs", "0002_names_by_sound"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offering",
            fields=[
                (
                    "call",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="offering",
                        serialize=False,
                        to="calls.call",
                    ),
                ),
                ("stamp", models.BigIntegerField()),
            ],
        ),
        Stamps("calls_offering", "call_id", WATCHED),
        migrations.RunSQL(
            'INSERT INTO "calls_offering" ("call_id", "stamp") SELECT "id", 1 FROM "calls_call"',
            migrations.RunSQL.noop,
        ),
    ]
