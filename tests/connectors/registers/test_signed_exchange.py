"""A register over HTTP: slow, broken, mistaken, replayed. None may become a fact or a "no"."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings

from tests.domains.checks.asked import Asking, asking
from tests.domains.enrolment.conftest import own_roles
from tests.kernel.calls.world import key
from xueyou.domains.checks.models import CheckAnswer, CheckReply
from xueyou.domains.checks.registers import Answer
from xueyou.domains.checks.registers import Asking as Asked
from xueyou.domains.checks.services.asking import ask_register
from xueyou.kernel.calls.models import Attestation
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import wall_now

__all__ = ["own_roles"]
KEY = b"a-key-of-both-sides"


def signed(body: bytes, secret: bytes = KEY) -> str:
    """Return the signature of a body."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def truthful(said: dict[str, Any], word: str = "agrees") -> dict[str, Any]:
    """Answer about everybody who is asked about, with the proof of whom one looked up."""
    return {
        "asking": said["asking"],
        "answers": [
            {
                "code": one["code"],
                "person": hashlib.sha256(f"{said['asking']}:{one['number']}".encode()).hexdigest(),
                "says": {question: [word, ""] for question in one["asked"]},
            }
            for one in said["subjects"]
        ],
    }


class Office(BaseHTTPRequestHandler):
    """The other side: answers as told, remembers what it was asked."""

    asked: list[dict[str, Any]]
    answer: Callable[[dict[str, Any]], dict[str, Any]]
    status = 200
    secret = KEY
    waits: Event | None = None

    def do_POST(self) -> None:
        """Answer one batch."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["X-Signature"] == signed(body)
        said = json.loads(body)
        type(self).asked.append(said)
        if type(self).waits is not None:
            type(self).waits.wait(5)  # type: ignore[union-attr]
        data = json.dumps(type(self).answer(said)).encode()
        self.send_response(type(self).status)
        self.send_header("X-Signature", signed(data, type(self).secret))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[type[Office]]:
    """Run the other side on this machine."""
    Office.asked, Office.status, Office.secret, Office.waits = [], 200, KEY, None
    Office.answer = staticmethod(truthful)  # type: ignore[method-assign]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Office)
    Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "key").write_bytes(KEY + b"\n")
    settings.XUEYOU_REGISTERS = {
        "police": {
            "adapter": "xueyou.connectors.registers.signed_exchange.SignedExchange",
            "url": f"http://127.0.0.1:{server.server_port}/",
            "key_file": str(tmp_path / "key"),
            "plain": True,
            "timeout": 0.3,
        }
    }
    yield Office
    if Office.waits is not None:
        Office.waits.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(db: None, own_roles: None, office: object) -> Asking:
    """Found the county."""
    return asking()


class Here:
    """A register in this process, for what happens while it thinks: one database, one thread."""

    answers: Callable[[dict[str, Any]], dict[str, Any]]

    def __init__(self, **options: Any) -> None:
        """Need nothing."""

    def ask(self, asking: Asked) -> list[Answer]:
        """Answer as told."""
        said = asdict(asking) | {"asking": str(asking.uid)}
        return [
            Answer(one["code"], one["person"], {q: (w, v) for q, (w, v) in one["says"].items()})
            for one in type(self).answers(said)["answers"]
        ]


def ask(asked: Asking, found: Any) -> CheckReply:
    """Ask, and let the queue try as often as it does, without its waits."""
    uid = ask_register(actor=asked.officer, list_uid=found.uid, key=key())
    for _ in range(6):
        Job.objects.filter(kind="checks.ask", state="queued").update(run_at=wall_now())
        work_off()
    return CheckReply.objects.get(uid=uid)


def test_a_register_answers_by_connection(asked: Asking, office: type[Office]) -> None:
    """What it confirms becomes a fact of that very child; it is told what it must know, no more."""
    reply = ask(asked, asked.listed())
    assert (reply.state, reply.counts["agrees"]) == ("taken", 3)
    assert asked.facts("林知夏")["register"] == ("home", "agrees")
    (said,) = office.asked
    assert set(said) == {"asking", "source", "legal_basis", "questions", "at", "subjects"}
    assert {one["name"] for one in said["subjects"]} == {"林知夏", "陈望", "周小舟"}
    assert "2017" not in json.dumps(said["subjects"])


def test_what_goes_wrong_is_neither_a_fact_nor_a_no(asked: Asking, office: type[Office]) -> None:
    """Slow, 500, unsigned, replayed, somebody else's code: nothing is written, and it says so."""
    found = asked.listed()

    def replayed(said: dict[str, Any]) -> dict[str, Any]:
        return truthful({**said, "asking": "0" * 32})

    def of_another(said: dict[str, Any]) -> dict[str, Any]:
        answer = truthful(said)
        answer["answers"][0]["code"] = "KKKKKKKKKKK"
        return answer

    def twice(said: dict[str, Any]) -> dict[str, Any]:
        answer = truthful(said)
        return {**answer, "answers": answer["answers"] * 2}

    for change in (
        {"status": 500},
        {"secret": b"somebody-else"},
        {"answer": staticmethod(replayed)},
        {"answer": staticmethod(of_another)},
        {"answer": staticmethod(twice)},
        {"answer": staticmethod(lambda said: {"asking": said["asking"], "answers": [1]})},
        {"waits": Event()},
    ):
        for name, value in change.items():
            setattr(office, name, value)
        reply = ask(asked, found)
        assert reply.state == "failed", change
        assert not Attestation.objects.exists(), change
        assert not CheckAnswer.objects.exists(), change
        office.status, office.secret, office.answer = 200, KEY, staticmethod(truthful)
    assert office.waits is not None
    office.waits.set()
    assert "没有答上来" in Job.objects.filter(kind="checks.ask", state="failed").first().error  # type: ignore[union-attr]
    office.waits = None
    assert ask(asked, found).counts["agrees"] == 3


def test_the_wrong_child_and_the_withdrawn_are_passed_over(
    asked: Asking, office: type[Office]
) -> None:
    """Another child's proof, and an application withdrawn while the register was thinking."""
    found = asked.listed()

    def confused(said: dict[str, Any]) -> dict[str, Any]:
        answer = truthful(said, "differs")
        proofs = {
            one["name"]: a for one, a in zip(said["subjects"], answer["answers"], strict=True)
        }
        proofs["林知夏"]["person"] = proofs["陈望"]["person"]
        proofs["陈望"]["says"] = {"register": ["maybe", ""]}
        withdraw(
            actor=asked.families["周小舟"],
            application_uid=asked.by_name["周小舟"].uid,
            key=key(),
        )
        proofs["周小舟"]["says"] = {"register": ["agrees", ""]}
        return answer

    Here.answers = staticmethod(confused)  # type: ignore[method-assign]
    settings.XUEYOU_REGISTERS["police"]["adapter"] = f"{__name__}.Here"
    reply = ask(asked, found)
    said = dict(CheckAnswer.objects.values_list("line__application__person__name", "outcome"))
    assert said == {"林知夏": "mistaken", "周小舟": "withdrawn"}
    assert not Attestation.objects.exists()
    assert reply.counts["passed_over"] == 2
