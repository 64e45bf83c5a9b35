"""People are listed by the sound of their names."""

from typing import Any

from django.db import migrations

import xueyou.platform.db.text_keys
from xueyou.kernel.registry.names import name_order

AT_ONCE = 2000


def write_keys(apps: Any, schema_editor: Any) -> None:
    """Give everybody who is here already the key."""
    people = apps.get_model("registry", "Person").objects
    after = 0
    while rows := list(people.filter(pk__gt=after, erased_at=None).order_by("pk")[:AT_ONCE]):
        for row in rows:
            row.sort_key = name_order(row.name)
        people.bulk_update(rows, ["sort_key"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_claim_sharing"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="sort_key",
            field=xueyou.platform.db.text_keys.SortKeyField(blank=True, default="", max_length=240),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
