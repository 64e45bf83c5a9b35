"""What other rooms use of the file store."""

from xueyou.platform.files.downloads import download, opened_picture, picture, saved
from xueyou.platform.files.made import Made, made
from xueyou.platform.files.models import Attachment, Blob, BlobState, Trust
from xueyou.platform.files.names import harmless_name
from xueyou.platform.files.places import path_of
from xueyou.platform.files.sealed import read_sealed, write_sealed
from xueyou.platform.files.store import (
    FileNotAvailable,
    mark_clean,
    open_blob,
    receive,
    refuse,
    void,
)
from xueyou.platform.files.turns import ReaderBusy, place_on_the_way
from xueyou.platform.files.uploads import MAX_FILE_BYTES, Incoming, incoming, uploaded

__all__ = [
    "MAX_FILE_BYTES",
    "Attachment",
    "Blob",
    "BlobState",
    "FileNotAvailable",
    "Incoming",
    "Made",
    "ReaderBusy",
    "Trust",
    "download",
    "harmless_name",
    "incoming",
    "made",
    "mark_clean",
    "open_blob",
    "opened_picture",
    "path_of",
    "picture",
    "place_on_the_way",
    "read_sealed",
    "receive",
    "refuse",
    "saved",
    "uploaded",
    "void",
    "write_sealed",
]
