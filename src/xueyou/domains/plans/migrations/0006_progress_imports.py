"""Workbooks of progress that come back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xueyou.platform.db.uid


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_store"),
        ("orgs", "0001_initial"),
        ("plans", "0005_release_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressImport",
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
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("counts", models.JSONField()),
                ("changes_sha256", models.CharField(max_length=64)),
                ("job_uid", models.UUIDField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_imports",
                        to="plans.plan",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plan", "-received_at"], name="ix_progress_import")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("wrong", "ready", "applying", "done", "stale"))
                        ),
                        name="progress_import_state",
                    )
                ],
            },
        ),
    ]
