"""A lot drawn in a hall without a net: on a laptop, by the command line, recomputed afterwards."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest
from django.urls import reverse

from tests.cli.run import xueyou
from tests.domains.classes.grade import CALLED, WITNESSES, Grade, classes_of
from tests.surfaces.browsers import signed_in
from xueyou.cli.classes_hall import SLIP_FILE
from xueyou.domains.classes.models import Alarm, AlarmKind, Division, DivisionState, Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.open_divisions import open_division_of
from xueyou.domains.classes.services import drawing, lots
from xueyou.domains.classes.services.drawing import RESULT
from xueyou.domains.classes.services.keeping import kept
from xueyou.domains.classes.services.lots import Window, commit_lot, reveal_lot
from xueyou.domains.classes.services.without_net import (
    MOST_COPIES,
    fetch_copy,
    hand_in_slip,
    tell_of_missing_slips,
)
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof import draws
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now

HOUR = timedelta(hours=1)


def committed(grade: Grade, *, seals: Sequence[str] = WITNESSES, **window: int) -> Lot:
    """Seal a grade and commit its lot for the hall: digits in an hour, slips from two to four."""
    lot = grade.seal(grade.open())
    now = business_now()
    commit_lot(
        actor=grade.clerk,
        lot_uid=lot.uid,
        sources=[Source("现场家长报数", "numbers:6:0:9")],
        not_before=now + HOUR,
        seals=[draws.seal(line) for line in seals],
        without_net=Window(
            now + window.get("opens", 2) * HOUR, now + window.get("closes", 4) * HOUR
        ),
        key=str(uuid4()),
    )
    lot.refresh_from_db()
    return lot


def drawn_in_the_hall(grade: Grade, lot: Lot, called: str = CALLED) -> Path:
    """Take a copy, and draw it on a laptop as the hall does; return the folder of results."""
    copy = grade.path / f"{uuid4()}.zip"
    copy.write_bytes(fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4())))
    words = []
    for number, line in enumerate(WITNESSES):
        file = grade.path / f"见证人{number}.txt"
        file.write_text(line, encoding="utf-8")
        words += ["--witness", file]
    then = (business_now() + HOUR + timedelta(minutes=1)).isoformat()
    ran = xueyou("classes", copy, "--published", called, *words, XUEYOU_NOW=then)
    assert ran.code == 0, ran.err
    return copy.with_name(f"{copy.stem}-分班")


def handed_in(grade: Grade, lot: Lot, slip: bytes) -> Lot:
    """Hand a slip in, let the job run, and return the lot."""
    hand_in_slip(actor=grade.clerk, lot_uid=lot.uid, slip=slip, key=str(uuid4()))
    work_off()
    lot.refresh_from_db()
    return lot


def test_the_hall_and_the_server_make_one_list(grade: Grade) -> None:
    """Copies are equal, counted and name nobody; the slip is taken in its window, and holds."""
    lot = committed(grade)
    copies = [fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4())) for _ in range(3)]
    assert len(set(copies)) == 1
    with zipfile.ZipFile(io.BytesIO(copies[0])) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert Division.objects.get().pupils.first().code in inside
    assert not any(person.name in inside for person in grade.people)
    out = drawn_in_the_hall(grade, lot)
    grade.clock.advance(3 * HOUR)
    slip = (out / SLIP_FILE).read_bytes()
    lot = handed_in(grade, lot, slip)
    assert (lot.state, lot.failed_zh, lot.copies) == (LotState.DONE, "", 4)
    result = kept(lot)[RESULT]
    assert (out / "assignment.csv").read_bytes() == result
    assert lot.result_sha256 == lot.slip_sha256 == sha256_hex(result)
    assert Division.objects.get().state == DivisionState.DRAWN
    assert not Alarm.objects.exists()
    told = [act.data for act in Act.objects.filter(verb="classes.lot.fetch").order_by("id")]
    assert [one["copies"] for one in told] == [1, 2, 3, 4]
    assert {one["sha256"] for one in told} == {sha256_hex(copies[0])}


def test_another_list_than_the_servers_counts_for_nothing(grade: Grade) -> None:
    """A nephew moved on the laptop: no class is given, and the bureau hears of it."""
    lot = committed(grade)
    out = drawn_in_the_hall(grade, lot)
    grade.clock.advance(3 * HOUR)
    said = json.loads((out / SLIP_FILE).read_bytes())
    said["result_sha256"] = sha256_hex(b"another list")
    lot = handed_in(grade, lot, json.dumps(said).encode())
    assert lot.state == LotState.REVEALED
    assert "不一样" in lot.failed_zh
    division = Division.objects.get()
    assert division.state == DivisionState.SEALED
    assert set(classes_of(division).values()) == {None}
    assert [alarm.kind for alarm in Alarm.objects.all()] == [AlarmKind.SLIP]
    with pytest.raises(DrawNotMade, match="只能揭晓一次"):
        handed_in(grade, lot, (out / SLIP_FILE).read_bytes())


def test_a_slip_is_taken_in_its_window_alone(grade: Grade) -> None:
    """Not before, not after; and the digits are not typed in here instead."""
    lot = committed(grade)
    slip = (drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes()
    with pytest.raises(ClassesNotDone, match="还没到"):
        handed_in(grade, lot, slip)
    grade.clock.advance(5 * HOUR)
    with pytest.raises(ClassesNotDone, match="已经过了"):
        handed_in(grade, lot, slip)
    with pytest.raises(ClassesNotDone, match="不在这里揭晓"):
        reveal_lot(
            actor=grade.clerk,
            lot_uid=lot.uid,
            published=CALLED,
            witnesses=WITNESSES,
            key=str(uuid4()),
        )
    lot.refresh_from_db()
    assert lot.state == LotState.COMMITTED


def test_what_is_not_this_lots_slip_is_refused(grade: Grade) -> None:
    """Another draw's, no digest, a witness's line that he never sealed, no slip at all."""
    lot = committed(grade)
    said = json.loads((drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes())
    grade.clock.advance(3 * HOUR)
    for change, why in (
        ({"commitment_sha256": "0" * 64}, "另一次抽签"),
        ({"result_sha256": "!" * 64}, "不是抽签的回执"),
        ({"schema": "x"}, "不是抽签的回执"),
    ):
        with pytest.raises(ClassesNotDone, match=why):
            handed_in(grade, lot, json.dumps({**said, **change}).encode())
    with pytest.raises(DrawNotMade):
        handed_in(grade, lot, json.dumps({**said, "witnesses": ["九九", "八八"]}).encode())
    lot.refresh_from_db()
    assert lot.state == LotState.COMMITTED
    shown = open_division_of(lot.division.uid)
    assert shown is not None
    assert shown.hall is not None
    assert shown.hall.slip_sha256 == ""  # what was refused is not shown as if it counted
    assert handed_in(grade, lot, json.dumps(said).encode()).state == LotState.DONE


@pytest.mark.parametrize(
    ("seals", "window", "why"),
    [
        (WITNESSES[:1], {}, "至少要有2位见证人"),
        (WITNESSES, {"opens": 0}, "请改一下时间"),
        (WITNESSES, {"opens": 4, "closes": 4}, "请改一下时间"),
        (WITNESSES, {"opens": 2, "closes": 26}, "请改一下时间"),
    ],
)
def test_the_hall_needs_witnesses_and_a_window(
    grade: Grade, seals: Sequence[str], window: dict[str, int], why: str
) -> None:
    """Nobody here sees what is called out there: two witnesses, and a window after the digits."""
    with pytest.raises(ClassesNotDone, match=why):
        committed(grade, seals=seals, **window)
    assert Lot.objects.get().state == LotState.SEALED


def test_copies_end_with_the_draw_and_are_not_without_end(grade: Grade) -> None:
    """So many sticks, and none once it is known what they give."""
    lot = committed(grade)
    slip = (drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes()
    for _ in range(MOST_COPIES - 1):
        fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4()))
    with pytest.raises(ClassesNotDone, match="取满了"):
        fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4()))
    grade.clock.advance(3 * HOUR)
    handed_in(grade, lot, slip)
    with pytest.raises(ClassesNotDone, match="不再给封存"):
        fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4()))


def test_a_slip_that_never_comes_is_told_once(grade: Grade) -> None:
    """Whoever did not like what the hall drew cannot let it fall in silence."""
    committed(grade)
    assert tell_of_missing_slips() == 0
    grade.clock.advance(5 * HOUR)
    assert [tell_of_missing_slips(), tell_of_missing_slips()] == [1, 0]
    assert [alarm.kind for alarm in Alarm.objects.all()] == [AlarmKind.NO_SLIP]


def test_what_a_crash_left_half_done_goes_on(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draw was revealed and the machine fell: the same slip, on a new page, goes on."""
    lot = committed(grade)
    slip = (drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes()
    grade.clock.advance(3 * HOUR)
    with monkeypatch.context() as crash:
        crash.setattr(lots, "enqueue", fallen)
        with pytest.raises(Fallen):
            handed_in(grade, lot, slip)
    lot.refresh_from_db()
    assert lot.state == LotState.COMMITTED
    with pytest.raises(ClassesNotDone, match="不再给封存"):
        fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4()))
    grade.clock.advance(3 * HOUR)
    assert handed_in(grade, lot, slip).state == LotState.DONE


def test_a_crash_lets_no_other_slip_in(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digits are known by then: another list, or other witnesses, would come too late."""
    lot = committed(grade)
    slip = (drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes()
    other = json.dumps(json.loads(slip) | {"result_sha256": "0" * 64}).encode()
    strangers = json.dumps(json.loads(slip) | {"witnesses": ["甲" * 20, "乙" * 20]}).encode()
    grade.clock.advance(3 * HOUR)
    with monkeypatch.context() as crash:
        crash.setattr(lots, "enqueue", fallen)
        with pytest.raises(Fallen):
            handed_in(grade, lot, slip)
    with pytest.raises(ClassesNotDone, match="另一份回执"):
        handed_in(grade, lot, other)
    with pytest.raises(DrawNotMade):
        handed_in(grade, lot, strangers)
    assert handed_in(grade, lot, slip).state == LotState.DONE


def test_every_copy_that_leaves_is_counted(grade: Grade) -> None:
    """A key that is used again gets no second one."""
    lot = committed(grade)
    fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key="once")
    with pytest.raises(ClassesNotDone, match="已经给过"):
        fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key="once")
    lot.refresh_from_db()
    assert lot.copies == 1


class Fallen(Exception):
    """The machine fell."""


def fallen(*_: object, **__: object) -> None:
    """Fall."""
    raise Fallen


def test_another_program_accuses_nobody(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site was renewed between commitment and slip: no list, and no alarm about the school."""
    lot = committed(grade)
    slip = (drawn_in_the_hall(grade, lot) / SLIP_FILE).read_bytes()
    grade.clock.advance(3 * HOUR)
    monkeypatch.setattr(drawing, "code_digest", lambda: "0" * 64)
    lot = handed_in(grade, lot, slip)
    assert "换过版本" in lot.failed_zh
    assert not Alarm.objects.exists()


def test_the_register_of_draws_is_no_side_door(grade: Grade) -> None:
    """Nobody reveals or voids the draw of a division where draws of calls are."""
    lot = committed(grade)
    grade.clock.advance(2 * HOUR)
    browser = signed_in(grade.clerk)
    given = {"idempotency_key": str(uuid4()), "published": CALLED, "why": "不喜欢"}
    for name in ("calls:reveal", "calls:void_draw"):
        said = browser.post(reverse(name, args=[lot.draw_uid]), given)
        assert said.status_code == 404
    draw = Draw.objects.get(uid=lot.draw_uid)
    assert (draw.revealed_at, draw.void_reason) == (None, "")


def test_the_laptop_refuses_in_words(grade: Grade) -> None:
    """A stick that was changed, a sentence nobody sealed, too early, words that do not belong."""
    lot = committed(grade)
    copy = grade.path / "封存.zip"
    copy.write_bytes(fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4())))
    right, wrong = [], grade.path / "wrong.txt"
    wrong.write_text("九九九九", encoding="utf-8")
    for number, line in enumerate(WITNESSES):
        right.append(grade.path / f"{number}.txt")
        right[-1].write_text(line, encoding="utf-8")
    changed = grade.path / "changed.zip"
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"female", b"male") + b"\n")
    then = (business_now() + HOUR + timedelta(minutes=1)).isoformat()
    early = business_now().isoformat()
    seals = ["--witness", right[0], "--witness", right[1]]
    for arguments, hour, code in (
        ([changed, "--published", CALLED, *seals], then, 1),
        ([copy, "--published", CALLED, "--witness", right[0], "--witness", wrong], then, 1),
        ([copy, "--published", CALLED, *seals], early, 6),
        ([copy, "--published", "4 1 0", *seals], then, 3),
        ([copy, "--published", CALLED, "--classes", "3", *seals], then, 2),
        ([copy, *seals], then, 2),
        ([wrong.with_name("名单.csv"), "--published", CALLED], then, 2),
        ([copy, "--published", CALLED, *seals, "--names", grade.path / "0.csv"], then, 3),
    ):
        (grade.path / "名单.csv").write_text("编号,语文\n1,2\n", encoding="utf-8")
        (grade.path / "0.csv").write_text("编号,姓名\n9999,某某\n", encoding="utf-8")
        ran = xueyou("classes", *arguments, XUEYOU_NOW=hour)
        assert ran.code == code, (arguments, ran.err)
        assert ran.err.strip()
        assert not (grade.path / "封存-分班").exists()


def test_the_list_for_the_gate_is_printed_there(grade: Grade) -> None:
    """With the school's own sheet of names; by name, for codes in order would tell who is who."""
    lot = committed(grade)
    copy = grade.path / "封存.zip"
    copy.write_bytes(fetch_copy(actor=grade.clerk, lot_uid=lot.uid, key=str(uuid4())))
    words: list[object] = ["--names", grade.sheet(Division.objects.get(), {})]
    for number, line in enumerate(WITNESSES):
        file = grade.path / f"{number}.txt"
        file.write_text(line, encoding="utf-8")
        words += ["--witness", file]
    then = (business_now() + HOUR + timedelta(minutes=1)).isoformat()
    ran = xueyou("classes", copy, "--published", CALLED, *words, XUEYOU_NOW=then)
    assert ran.code == 0, ran.err
    printed = pypdf.PdfReader(grade.path / "封存-分班" / "分班名单.pdf")
    text = "".join(page.extract_text() for page in printed.pages)
    names = [person.name for person in grade.people]
    assert [name for name in names if name not in text] == []
