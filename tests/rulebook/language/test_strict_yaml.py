"""YAML is read without guessing, within bounds of size and time."""

import subprocess
import sys
import time
from itertools import pairwise

import pytest

from tests.paths import ROOT
from xueyou.rulebook.language.faults import Fault, RulebookRefused
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, load

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [*{before}, *{before}, *{before}, *{before}]\n"
    for before, key in pairwise("abcdefghijklmnopqrstuvwxz")
)


def refused(data: bytes | str) -> tuple[Fault, ...]:
    """Return what is said of a document that must be refused."""
    with pytest.raises(RulebookRefused) as raised:
        load(data.encode() if isinstance(data, str) else data, "r.yaml")
    return raised.value.faults


def value_of(text: str) -> Scalar:
    """Return the one value of a document `a: …`."""
    found = load(f"a: {text}\n".encode(), "r.yaml").entries["a"]
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "NO", "yes", "on", "off", "y", "N", "True", "FALSE", "null", "Null", "~"),
        *("08", "007", "1e3", "1E3", "1.5e-3", "1_000", "0x1F", "0o17", "0b1", ".5", "5.", "+5"),
        *("-0", ".inf", "-.INF", ".nan", "Infinity", "NaN", "1:30", "190:20:30.15", "1.2.3"),
        "9" * 50,
    ],
)
def test_what_readers_disagree_on_is_refused(text: str) -> None:
    """Tests a bare value that other YAML readers take for something else."""
    (fault,) = refused(f"ok: 1\na: {text}\n")
    assert (fault.row, fault.column, fault.code) == (2, "4", "yaml_guessed")
    assert value_of(f'"{text}"') == Scalar(1, 4, text, "text")


@pytest.mark.parametrize("text", ["2024-01-01", "2024-1-1", "2024-01", "2024-01-01T08:00:00Z"])
def test_bare_days_are_refused(text: str) -> None:
    """Tests that a day needs its quotes, and is kept as written within them."""
    (fault,) = refused(f"a: {text}")
    assert (fault.row, fault.code) == (1, "yaml_day")
    assert value_of(f"'{text}'").value == text


@pytest.mark.parametrize("text", ["707.10", "0", "-3", "0.50", "123456789012345678", "-0.5"])
def test_numbers_keep_their_text(text: str) -> None:
    """Tests that a number is never turned into a float on its way."""
    assert value_of(text) == Scalar(1, 4, text, "number")


@pytest.mark.parametrize("text", ["甲", "score >= 605", "６０５", "a1e3", "08班", "1,000", "12-3"])
def test_plain_words_are_text(text: str) -> None:
    """Tests that what no reader takes for a number stays text."""
    assert value_of(text).kind == "text"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r'"a\u200bb"', "yaml_invisible"),
        (r'"a\x00b"', "yaml_invisible"),
        (r'"a\tb"', "yaml_invisible"),
        (r'"a\u2028b"', "yaml_invisible"),
        (r'"e\u0301"', "yaml_not_nfc"),
    ],
)
def test_escapes_bring_in_nothing_unseen(text: str, code: str) -> None:
    """Tests that an escape is looked at as the sign it stands for, in keys too."""
    assert [(f.row, f.code) for f in refused(f"a: {text}")] == [(1, code)]
    assert [(f.row, f.code) for f in refused(f"{text}: 1")] == [(1, code)]


def test_true_and_false_are_flags() -> None:
    """Tests the only two bare words that mean something."""
    assert [value_of(text).kind for text in ("true", "false")] == ["flag", "flag"]


def test_every_guess_and_double_is_told() -> None:
    """Tests that one reading finds the faults of all lines, sorted."""
    told = refused("a: no\nb: 08\nb: 1\nc:\n  d: 1\n  d: 2\n")
    assert [(f.row, f.code) for f in told] == [
        (1, "yaml_guessed"),
        (2, "yaml_guessed"),
        (3, "yaml_duplicate"),
        (6, "yaml_duplicate"),
    ]
    assert "第 2 行" in told[2].zh


@pytest.mark.parametrize("text", ["", "# only words\n", "- a\n", "word", "12"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    """Tests that an empty file and a list are told apart from rules."""
    assert [fault.code for fault in refused(text)] == ["yaml_no_mapping"]


def test_other_encodings_are_refused() -> None:
    """Tests GB18030 bytes: the line is named."""
    (fault,) = refused(b"a: 1\nb: " + "规则".encode("gb18030"))
    assert (fault.row, fault.code) == (2, "yaml_encoding")


def test_a_byte_order_mark_and_crlf_are_taken() -> None:
    """Tests the marks Windows programs leave."""
    found = load(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "r.yaml")
    assert isinstance(found, Mapping)
    assert list(found.entries) == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "data", "row", "code"),
    [
        ("bomb", BOMB, 1, "yaml_alias"),
        ("depth", "a: " + "[" * 1000 + "]" * 1000, 1, "yaml_depth"),
        ("nested", "".join(" " * i + "a:\n" for i in range(300)), 40, "yaml_depth"),
        ("one line of 10 MB", "a: '" + "x" * 10_000_000 + "'", 1, "yaml_size"),
        ("10 MB of lines", "abc: 12345\n" * 950_000, 23_832, "yaml_size"),
        ("many", "a: [" + "1," * 30_000 + "1]", 1, "yaml_many"),
        ("brackets", "[" * 100_000, 1, "yaml_depth"),
        ("doubles", "a: 1\n" * 9_000, 2, "yaml_duplicate"),
    ],
)
def test_attacks_are_refused_at_once(name: str, data: str, row: int, code: str) -> None:
    """Tests documents made to exhaust a reader: the line, within two seconds of computing."""
    begun = time.process_time()
    first = refused(data)[0]
    assert (first.row, first.code) == (row, code)
    assert time.process_time() - begun < 2


def test_attacks_take_little_memory() -> None:
    """Tests that a whole process reading each attack stays within 300 MB."""
    script = (
        "import re\n"
        "from pathlib import Path\n"
        "from tests.rulebook.language.test_strict_yaml import BOMB\n"
        "from xueyou.rulebook.language.faults import RulebookRefused\n"
        "from xueyou.rulebook.language.reading import rulebook_of\n"
        "for text in (BOMB, 'a: ' + '['*1000, 'abc: 12345\\n'*950_000, 'a: 1\\n'*9_000):\n"
        "    try: rulebook_of(text.encode(), 'r')\n"
        "    except RulebookRefused: pass\n"
        # Not ru_maxrss: it starts from what the process that called this one held.
        "said = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', said)[1]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 300
