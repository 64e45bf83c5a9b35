"""A data folder of its own for each test, and short words for filing something."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.files.api import Attachment, incoming, receive
from xueyou.platform.files.uploads import Check

FILE_IT = register_verb("files.test.file", zh="测试里收下一份文件", fields={"sha256": "code"})
FileIt = Callable[..., Attachment]


@pytest.fixture(autouse=True)
def data(settings: object, tmp_path: Path) -> Path:
    """Put the data folder into the test's own temporary folder."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def file_all() -> FileIt:
    """Return the verb that files some bytes under a name."""

    def file_all(
        body: bytes = b"%PDF-1.7",
        name: str = "规划.pdf",
        check: Check | None = None,
        **more: object,
    ) -> Attachment:
        upload = ContentFile(body, name=name)
        with (
            incoming(upload, check=check) as arrived,
            act(Actor("user", "1"), FILE_IT.name) as a,
        ):
            owner = uuid4()
            a.about("thing", owner)
            return receive(
                arrived,
                act=a,
                purpose="plan",
                title=arrived.name,
                owner_kind="thing",
                owner_uid=owner,
                **more,
            )

    return file_all


@pytest.fixture
def file_it(db: None, file_all: FileIt) -> FileIt:
    """Return the same, for tests that share the process's database."""
    return file_all
