"""`audit_export`, `audit_head`, `audit_seal`, and `xueyou audit verify` on what they write."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.platform.acts.writing import drop_triggers, seal_all, write_acts
from xueyou.cli import main
from xueyou.platform.acts.heads import write_head
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.sealing import last_seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """Keep heads in a folder of this test."""
    settings.DATA = tmp_path
    return tmp_path


def test_an_export_verifies_on_the_command_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the head that audit_head prints."""
    write_acts(12)
    seal_all()
    call_command("audit_export", data / "x.jsonl")
    call_command("audit_head")
    head = capsys.readouterr().out.strip()
    assert main(["audit", "verify", str(data / "x.jsonl"), "--head", head]) == 0


def test_a_changed_act_ends_with_exit_1_and_both_names(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """First bad seal, first bad act."""
    ids = write_acts(12)
    seal_all()
    drop_triggers()
    Act.objects.filter(pk=ids[9]).update(verb="tests.other")
    call_command("audit_export", data / "x.jsonl")
    capsys.readouterr()
    assert main(["audit", "verify", str(data / "x.jsonl"), "--json", "-"]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["first_bad_seal"], verdict["first_bad_act"]) == (2, ids[9])


def test_an_export_is_not_overwritten(data: Path) -> None:
    """Without --force; what stood there stays."""
    (data / "x").write_text("mine")
    with pytest.raises(CommandError, match="已经存在") as caught:
        call_command("audit_export", data / "x")
    assert caught.value.returncode == 3
    assert (data / "x").read_text() == "mine"
    call_command("audit_export", data / "x", force=True)
    assert (data / "x").read_text().startswith('{"schema":"xueyou-audit/1"}')


def test_the_head_file_grows_only_with_the_chain(data: Path) -> None:
    """One line a head, oldest first."""
    assert write_head(data) is None
    for _ in range(2):
        write_acts(1)
        seal_all()
        write_head(data)
        write_head(data)
    lines = (data / "audit" / "heads.txt").read_text().splitlines()
    head = last_seal()
    assert head is not None
    assert [line.split(":")[0] for line in lines] == ["1", "2"]
    assert lines[-1].startswith(f"2:{head.digest} ")


def test_without_a_seal_the_head_says_why() -> None:
    """The first two minutes of a deployment."""
    with pytest.raises(CommandError, match="还没有封存过"):
        call_command("audit_head")


def test_the_head_as_json_and_sealing_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """For scripts that publish it."""
    write_acts(1)
    seal_all()
    call_command("audit_seal")
    capsys.readouterr()
    call_command("audit_head", json=True)
    head = last_seal()
    assert head is not None
    told = json.loads(capsys.readouterr().out)
    assert (told["seq"], told["digest"]) == (1, head.digest)
