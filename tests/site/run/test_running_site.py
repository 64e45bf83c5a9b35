"""`make run`: up, usable by one click, alive through deaths, over in seconds, data kept."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site.run.running import Running, alive, children_of
from tests.waiting import PATIENCE, allowed, until

pytestmark = pytest.mark.alone


def test_the_record_says_where_and_who(site: Running) -> None:
    """run.json holds what interfaces.md promises, for its owner only."""
    record = site.record
    assert set(record) == {"url", "pid", "commit", "env", "now", "persons"}
    assert record["env"] == "demo"
    assert site.process is not None
    assert record["pid"] == site.process.pid
    assert re.fullmatch(r"[0-9a-f]{40}|unknown", record["commit"])
    started = datetime.fromisoformat(record["now"])
    assert started.isoformat().startswith("2026-11-20T08:0")
    assert len(record["persons"]) >= 12
    for person in record["persons"]:
        assert set(person) == {"id", "name", "role", "organisation", "sign_in_url"}
        assert all(person.values())
        assert person["sign_in_url"].startswith(record["url"])
    assert (site.data / "run.json").stat().st_mode & 0o077 == 0


def test_it_lives_and_is_ready(site: Running) -> None:
    """/healthz answers, /readyz knows database, tables and worker, every answer has an id."""
    status, headers, body = site.get("/healthz")
    assert (status, body) == (200, b"ok\n")
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])
    assert re.search(r'app;dur=[\d.]+, db;dur=[\d.]+;desc="\d+ queries"', headers["server-timing"])
    until(lambda: site.get("/readyz")[0] == 200, "the worker's heartbeat")
    assert json.loads(site.get("/readyz")[2]) == {"ready": True, "reasons": []}
    status, headers, _ = site.get("/healthz", **{"X-Request-Id": "given-by-the-caller-1"})
    assert headers["x-request-id"] == "given-by-the-caller-1"


def test_one_click_signs_in(site: Running) -> None:
    """Each printed address opens a session."""
    address = urlsplit(site.record["persons"][0]["sign_in_url"])
    status, headers, _ = site.get(address.path)
    assert status == 302
    assert "sessionid=" in headers["set-cookie"]


def test_rooms_fill_in_a_job(site: Running) -> None:
    """The city's documents are read while the front page is already up."""
    until(site.filled, "demo.fill")


def test_logs_hold_no_address(site: Running) -> None:
    """A line names the route: the token of a sign-in link never stands in a log."""
    token = urlsplit(site.record["persons"][1]["sign_in_url"]).path
    assert site.get(token)[0] == 302
    assert site.get(token[:-3] + "xy/")[0] == 404
    written = (site.data / "logs" / "web.log").read_text()
    assert "demo/sign-in/" in written
    assert token.split("/")[-2][:40] not in written
    for line in written.splitlines():
        assert json.loads(line)["said"]


def test_a_killed_child_comes_back(site: Running) -> None:
    """Web and worker are started again; the port stays the same."""
    pid = site.record["pid"]
    for number in (0, 1):
        child = direct_children(pid)[number]
        os.killpg(child, signal.SIGKILL)
        until(lambda child=child: not alive([child]), "its death")
        until(lambda: len(direct_children(pid)) == 2, "its successor")
        until(lambda: answers(site), "the page")
    until(lambda: site.get("/readyz")[0] == 200, "the worker's heartbeat")


def test_a_second_one_on_the_same_data_is_refused(site: Running) -> None:
    """Two supervisors on one folder would fight over its record."""
    done = site.command()
    assert done.returncode == 4
    assert "已经在运行" in done.stderr
    assert site.get("/healthz")[0] == 200


def test_stop_ends_everything_and_a_new_start_keeps_the_data(site: Running) -> None:
    """`--stop` ends all children within ten seconds; the same people are there afterwards."""
    before, family = site.record, children_of(site.record["pid"])
    assert len(family) >= 5
    asked = time.monotonic()
    done = site.command("--stop")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - asked < allowed(12)  # the command itself takes a second to start
    assert alive(family) == []
    assert site.process is not None
    assert site.process.wait(timeout=PATIENCE) == 0
    assert site.process.stdout is not None
    assert "学优已经停止" in site.process.stdout.read()
    site.process.stdout.close()
    assert not (site.data / "run.json").exists()
    assert "没有在运行" in site.command("--stop").stdout

    site.start()
    after = site.record
    there = {p["id"] for p in after["persons"]}  # and who moved in meanwhile
    assert {p["id"] for p in before["persons"]} <= there
    assert datetime.fromisoformat(after["now"]) > datetime.fromisoformat(before["now"])
    with sqlite3.connect(site.data / "xueyou.sqlite3") as database:
        found = database.execute("SELECT count(*) FROM jobs_job WHERE kind = 'demo.fill'")
        assert found.fetchone() == (1,)


def test_children_do_not_outlive_a_killed_supervisor(site: Running) -> None:
    """SIGKILL of the supervisor ends web and worker too, and the next start waits for that."""
    family = children_of(site.record["pid"])
    site.end(signal.SIGKILL)
    until(lambda: not alive(family), "the children to end", allowed(12))
    site.start()
    assert site.get("/healthz")[0] == 200


def test_a_start_right_after_a_stop_waits_for_its_end(site: Running) -> None:
    """Whoever types the command again at once gets a site, not a refusal."""
    assert site.process is not None
    assert site.process.stdout is not None
    ending = site.process
    ending.send_signal(signal.SIGTERM)
    until(lambda: not (site.data / "run.json").exists(), "the end to begin")
    site.start()
    assert ending.wait(timeout=PATIENCE) == 0
    ending.stdout.close()
    assert site.get("/healthz")[0] == 200


def test_a_busy_port_is_said_in_one_sentence(site: Running) -> None:
    """Exit 4, what happened, what is safe, what to do."""
    port = str(urlsplit(site.record["url"]).port)
    other = Running(site.data / "elsewhere", {"PORT": port})
    done = other.command()
    assert done.returncode == 4
    assert f"端口 {port} 已被别的程序占用" in done.stderr
    assert "数据没有改动" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["eighty", "70000", "-1"])
def test_a_wrong_port_is_said_in_one_sentence(tmp_path: Path, port: str) -> None:
    """PORT is a number that exists."""
    done = Running(tmp_path, {"PORT": port}).command()
    assert done.returncode == 4
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["mysql://kai:geheim@x/y", "nonsense", "postgres://a:geheim@h:z/d"])
def test_a_wrong_database_is_said_in_one_sentence(tmp_path: Path, url: str) -> None:
    """Exit 2, and the address is not repeated, because it holds the password."""
    done = Running(tmp_path, {"DATABASE_URL": url, "XUEYOU_ENV": "demo"}).command()
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_clock_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A time without offset is nobody's time."""
    done = Running(tmp_path, {"XUEYOU_NOW": "2026-11-20T08:00:00"}).command()
    assert done.returncode == 2
    assert "XUEYOU_NOW" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_to_start_without_its_key(tmp_path: Path) -> None:
    """No default key, no demonstration clock."""
    done = Running(tmp_path, {"XUEYOU_ENV": "prod"}).command()
    assert done.returncode == 2
    assert "XUEYOU_SECRET_KEY_FILE" in done.stderr
    assert "Traceback" not in done.stderr


def answers(site: Running) -> bool:
    """Whether the page can be fetched."""
    try:
        return site.get("/healthz")[0] == 200
    except OSError:
        return False


def direct_children(pid: int) -> list[int]:
    """Return web and worker, in the order in which they were started first."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return sorted(int(found) for found, state in rows if not state.startswith("Z"))
