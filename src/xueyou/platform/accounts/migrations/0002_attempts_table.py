"""The cache table that counts attempts to sign in across processes."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Create the table of the cache "default" if it is not there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    """Drop it again."""
    schema_editor.execute("DROP TABLE IF EXISTS accounts_cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_table, drop_table)]
