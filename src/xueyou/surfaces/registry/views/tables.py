"""An uploaded table, read in a process of its own; nothing of it is kept."""

from django.http import HttpRequest

from xueyou.formats.tables import Table
from xueyou.formats.uploaded_table import read_uploaded_table
from xueyou.platform.files.api import incoming, uploaded
from xueyou.platform.files.turns import turn


class NoFile(ValueError):
    """No file was chosen; `zh` says so."""

    zh = "还没有选文件。请选填好的表，再点“交上去”。"


def uploaded_table(request: HttpRequest) -> Table:
    """Return the table in the form's file. Raises NoFile, Refusal, TableRefused, ReaderBusy."""
    file = uploaded(request)
    if file is None:
        raise NoFile
    with incoming(file) as arrived, turn():
        return read_uploaded_table(arrived.path, name=arrived.name)
