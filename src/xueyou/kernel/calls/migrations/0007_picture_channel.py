"""By which door a photograph came: the family's own, or a clerk's at the counter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add it; what lies there was put up by families."""

    dependencies = [("calls", "0006_common_questions")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="channel",
            field=models.CharField(
                choices=[("phone", "自己填报"), ("counter", "窗口代填"), ("import", "表格导入")],
                default="phone",
                max_length=8,
            ),
        ),
    ]
