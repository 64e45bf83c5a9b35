"""Photographs of the papers that an application was sent back for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xueyou.platform.db.uid


class Migration(migrations.Migration):
    """Make Picture."""

    dependencies = [
        ("calls", "0004_attestation_weighed"),
        ("files", "0001_store"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    xueyou.platform.db.uid.UidField(
                        default=xueyou.platform.db.uid.uuid7, editable=False, unique=True
                    ),
                ),
                ("what", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="calls.application",
                    ),
                ),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["application", "what"], name="picture_of_paper")],
            },
        ),
    ]
