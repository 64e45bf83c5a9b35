"""A large roll is recorded in parts, each by an act of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what the parts are, and how many are recorded."""

    dependencies = [("roll", "0001_rolls")]

    operations = [
        migrations.AddField(
            model_name="rollimport", name="parts", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="rollimport",
            name="parts_done",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="rollimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("wrong", "有要改的格子"),
                    ("ready", "等您确认"),
                    ("applying", "正在导入"),
                    ("partly", "导了一部分"),
                    ("done", "已经导入"),
                    ("stale", "要重新看一遍"),
                    ("undone", "已经撤销"),
                ],
                max_length=8,
            ),
        ),
    ]
