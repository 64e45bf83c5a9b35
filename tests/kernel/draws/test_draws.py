"""Nobody moves last, a second draw is visible, and the files are the command line's."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.draws.conftest import PLACES, ROSTER, RULES, WITNESS, Lottery
from xueyou.formats.proof import draws
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.draws.selectors import write_draw
from xueyou.kernel.draws.services.keeping import kept_files
from xueyou.kernel.draws.services.revealing import reveal_draw, void_draw
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.files.api import Attachment, Blob, path_of
from xueyou.platform.time import business_now

SAID = "8830271"


def reveal(lottery: Lottery, uid: Any, **more: Any) -> str:
    """Reveal with all witnesses."""
    asked = {"published": SAID, "witnesses": WITNESS, "key": "r"}
    return reveal_draw(actor=lottery.office.chief, draw_uid=uid, **(asked | more))


def test_a_revealed_draw_is_the_command_lines_folder(
    lottery: Lottery, business_clock: Any, tmp_path: Path
) -> None:
    """Its own reader takes it, with the seed that the register shows; a repeat changes nothing."""
    uid = lottery.commit()
    business_clock.advance(timedelta(hours=2))
    seed = reveal(lottery, uid)
    assert reveal(lottery, uid) == seed
    draw = Draw.objects.get(uid=uid)
    write_draw(draw.pk, tmp_path / "draw")
    found = draws.read_draw(tmp_path / "draw")
    assert found.seed.hex() == draw.seed == seed
    assert (found.ordinal, found.digest) == (1, draw.commitment_sha256)
    assert (tmp_path / "draw" / "roster.csv").read_bytes() == ROSTER
    assert kept_files(draw) == {"roster": ROSTER, "rules": RULES, "places": PLACES}


def test_under_a_moved_clock_it_says_rehearsal(lottery: Lottery, business_clock: Any) -> None:
    """What tests and demonstrations draw can never pass for official."""
    uid = lottery.commit()
    business_clock.advance(timedelta(hours=2))
    reveal(lottery, uid)
    for purpose in ("commit", "reveal"):
        blob = Blob.objects.get(attachments__owner_uid=uid, attachments__purpose=purpose)
        assert json.loads(path_of(blob).read_bytes())["rehearsal"] is True


def test_it_cannot_be_revealed_before_its_time_nor_without_a_witness(
    lottery: Lottery, business_clock: Any
) -> None:
    """Neither early, nor with one seal unopened, nor with other digits than sealed."""
    uid = lottery.commit()
    with pytest.raises(DrawNotMade, match="还没到"):
        reveal(lottery, uid)
    business_clock.advance(timedelta(hours=2))
    with pytest.raises(DrawNotMade, match="没有打开"):
        reveal(lottery, uid, witnesses=WITNESS[:1])
    with pytest.raises(DrawNotMade, match="封存的不一样"):
        reveal(lottery, uid, witnesses=[WITNESS[0], "1111 2222 3333 4444 5555"])
    with pytest.raises(DrawNotMade, match="备用源"):
        reveal(lottery, uid, used=1)
    assert Draw.objects.get(uid=uid).seed == ""
    assert len(reveal(lottery, uid)) == 64


def test_a_second_revelation_is_refused(lottery: Lottery, business_clock: Any) -> None:
    """Another number cannot replace the first."""
    uid = lottery.commit()
    business_clock.advance(timedelta(hours=2))
    seed = reveal(lottery, uid)
    with pytest.raises(DrawNotMade, match="一号只能揭晓一次"):
        reveal(lottery, uid, published="1234567", key="other")
    assert Draw.objects.get(uid=uid).seed == seed


def test_a_second_official_draw_needs_the_first_voided_and_bears_its_number(
    lottery: Lottery, business_clock: Any
) -> None:
    """The commitment says number two, whose digest came before, and that the roster repeats."""
    first = lottery.commit(key="one")
    assert lottery.commit(key="one", not_before=Draw.objects.get(uid=first).not_before) == first
    with pytest.raises(DrawNotMade, match="已经有正式的抽签"):
        lottery.commit()
    with pytest.raises(DrawNotMade, match="为什么作废"):
        void_draw(actor=lottery.office.chief, draw_uid=first, why="", key="v")
    void_draw(actor=lottery.office.chief, draw_uid=first, why="名册漏了一人", key="v")
    business_clock.advance(timedelta(hours=2))
    with pytest.raises(DrawNotMade, match="作废"):
        reveal(lottery, first)
    second = Draw.objects.get(uid=lottery.commit())
    commit = json.loads(path_of(second.commitment).read_bytes())
    assert (second.ordinal, commit["ordinal"], commit["repeats"]) == (2, 2, [1])
    assert commit["previous"] == Draw.objects.get(uid=first).commitment_sha256


def test_a_source_that_may_be_older_than_the_commitment_is_refused(lottery: Lottery) -> None:
    """And a roster with citizen numbers, a seal twice, no source at all."""
    with pytest.raises(DrawNotMade, match="承诺之前"):
        lottery.commit(not_before=business_now())
    with pytest.raises(DrawNotMade, match="身份证"):
        lottery.commit(roster=draws.roster_csv([("", "11010519491231002X")]))
    with pytest.raises(DrawNotMade, match="分不清"):
        lottery.commit(seals=[draws.seal("1")] * 2)
    with pytest.raises(DrawNotMade, match="公开源"):
        lottery.commit(sources=[])
    assert not Draw.objects.exists()
    assert not Attachment.objects.exists()


def test_a_changed_file_stops_the_revelation(
    lottery: Lottery, business_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A roster edited after the commitment is noticed, whoever edited it."""
    uid = lottery.commit()
    business_clock.advance(timedelta(hours=2))
    monkeypatch.setattr(
        "xueyou.kernel.draws.services.revealing.kept_files",
        lambda draw: kept_files(draw) | {"roster": ROSTER + b"X,E009\n"},
    )
    with pytest.raises(DrawNotMade, match="名册与承诺不符"):
        reveal(lottery, uid)


def test_the_roster_is_unreadable_in_the_store(lottery: Lottery) -> None:
    """Only commit.json lies there as it is."""
    lottery.commit()
    for row in Attachment.objects.select_related("blob"):
        assert (b"E001" in path_of(row.blob).read_bytes()) is False


def test_others_cannot_draw_for_the_bureau(lottery: Lottery) -> None:
    """A county cannot commit, a stranger does not find it."""
    with pytest.raises(NotAllowed):
        lottery.commit(actor=lottery.office.county)
    uid = lottery.commit()
    with pytest.raises(NotFound):
        reveal_draw(actor=lottery.office.stranger, draw_uid=uid, published=SAID, key="r")


def test_what_a_source_publishes_has_the_form_declared_for_it(
    lottery: Lottery, business_clock: Any
) -> None:
    """An unknown form is refused at once, another number of digits at the revelation."""
    with pytest.raises(DrawNotMade):
        lottery.commit(sources=[Source("某公证处", "any")])
    uid = lottery.commit()
    business_clock.advance(timedelta(hours=2))
    with pytest.raises(DrawNotMade):
        reveal(lottery, uid, published="88302")
    assert Draw.objects.get(uid=uid).seed == ""
