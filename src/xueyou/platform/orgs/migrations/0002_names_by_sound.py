"""Organisations are listed by the sound of their names."""

from typing import Any

from django.db import migrations

from xueyou.platform.db import sort_key


def write_keys(apps: Any, schema_editor: Any) -> None:
    """Write the keys of all names anew."""
    organisations = apps.get_model("orgs", "Organisation").objects
    rows = list(organisations.all())
    for row in rows:
        row.sort_key = sort_key(row.name)
    organisations.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
