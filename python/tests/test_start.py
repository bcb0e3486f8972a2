"""Start, reset and end of a sandbox."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from courier_auth import Clock, CourierAuthError, Sandbox, inspect_token, start_sandbox
from courier_auth._http import request
from support import DEADLINE, POSIX_ONLY, is_running

SEED = {"users": {"alice": {"messages": [{"title": "Hello"}]}}}
CEST = timezone(timedelta(hours=2))
CLOCK: Clock = {"set": "2030-01-01T00:00:00Z", "freeze": True}


def titles(sandbox: Sandbox) -> list[str]:
    return [message["title"] for message in sandbox.messages("alice")]


def now_in(sandbox: Sandbox) -> str:
    report = inspect_token(sandbox.issue_token("alice"))
    return str(report["issued_at"])


def test_reset_returns_to_the_options() -> None:
    with start_sandbox(seed=SEED, faults=["send:503,times=1"], clock=CLOCK) as sandbox:
        for _ in range(2):
            assert titles(sandbox) == ["Hello"]
            assert sandbox.messages("alice")[0]["created"] == "2030-01-01T00:00:00.000Z"
            assert now_in(sandbox) == "2030-01-01T00:00:00Z"
            with pytest.raises(CourierAuthError, match="Service Unavailable"):
                sandbox.send("alice", "Refused")
            sandbox.send("alice", "Sent")
            assert titles(sandbox) == ["Sent", "Hello"]
            sandbox.advance("1h")
            assert now_in(sandbox) == "2030-01-01T01:00:00Z"
            sandbox.fault("q:503")
            sandbox.reset()
            assert sandbox.journal() == []


@pytest.mark.parametrize("path", ["users.json", Path("users.json")])
def test_seed_can_be_a_file(path: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(path).write_text(json.dumps(SEED), encoding="utf-8")
    with start_sandbox(seed=path) as sandbox:
        Path(path).unlink()
        sandbox.reset()
        assert titles(sandbox) == ["Hello"]


def test_seed_and_faults_are_those_of_the_start() -> None:
    seed, faults = {"users": {"alice": {"messages": [{"title": "Hello"}]}}}, ["send:503,times=1"]
    with start_sandbox(seed=seed, faults=faults) as sandbox:
        seed["users"].clear()
        faults.clear()
        sandbox.reset()
        assert titles(sandbox) == ["Hello"]
        with pytest.raises(CourierAuthError, match="Service Unavailable"):
            sandbox.send("alice", "Refused")


def test_a_fault_can_be_a_text_and_a_time_a_datetime() -> None:
    clock: Clock = {"set": datetime(2030, 1, 1, 2, tzinfo=CEST), "freeze": True}
    with start_sandbox(faults="send:503", clock=clock) as sandbox:
        assert now_in(sandbox) == "2030-01-01T00:00:00Z"
        with pytest.raises(CourierAuthError, match="Service Unavailable"):
            sandbox.send("alice", "Refused")


def test_two_sandboxes_share_nothing() -> None:
    with start_sandbox() as first, start_sandbox() as second:
        first.send("alice", "Hello")
        assert first.url != second.url
        assert second.messages("alice") == []


def test_stops_at_the_end_of_the_block_and_by_stop() -> None:
    with start_sandbox() as sandbox:
        assert is_running(sandbox.url)
    assert not is_running(sandbox.url)
    sandbox.stop()
    with pytest.raises(CourierAuthError, match=r"^the sandbox was stopped$"):
        sandbox.messages("alice")


@POSIX_ONLY
def test_reports_that_it_ended_by_itself() -> None:
    with start_sandbox() as sandbox:
        host, port = sandbox.url.removeprefix("http://").split(":")
        pid = request(f"{sandbox.url}/_sandbox/health", "GET")["pid"]
        with socket.create_connection((host, int(port)), timeout=DEADLINE) as connection:
            os.kill(pid, signal.SIGKILL)
            # The connection ends with the sandbox.
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
        with pytest.raises(CourierAuthError, match=f"^the sandbox at {sandbox.url} does not respond"):
            sandbox.messages("alice")


def test_listens_on_the_port_or_reports_that_it_is_taken() -> None:
    with start_sandbox() as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(CourierAuthError, match=f"^cannot listen on port {port}") as error:
            start_sandbox(port=port)
    assert "--port" not in str(error.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": {"users": 1}}, "^cannot load the seed: .* expected a map$"),
        ({"faults": ["q:200"]}, "^unknown failure `200`"),
        ({"clock": {"set": "soon"}}, "^`soon` is not an RFC 3339 time such as `[^`]*`$"),
    ],
)
def test_a_failed_start_leaves_nothing_running(
    options: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def record(*arguments: object, **named: object) -> subprocess.Popen[str]:
        started.append(popen(*arguments, **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", record)
    with pytest.raises(CourierAuthError, match=message):
        start_sandbox(**options)  # type: ignore[arg-type]
    assert [process.poll() for process in started] == [0]


def test_a_missing_seed_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.json"):
        start_sandbox(seed="nothing.json")


def test_stops_when_its_process_is_killed(tmp_path: Path) -> None:
    code = "import sys, courier_auth; print(courier_auth.start_sandbox().url, flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=tmp_path
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=DEADLINE) as connection:
            process.kill()
            # The connection ends with the sandbox.
            assert connection.recv(1) == b""
    assert not is_running(url)
