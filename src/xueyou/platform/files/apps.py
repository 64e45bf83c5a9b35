"""Django application: 文件."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files: blobs by digest, quarantined until checked."""

    name = "xueyou.platform.files"
    label = "files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"
