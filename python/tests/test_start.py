"""Start, reset and end of a sandbox."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from courier_auth import Clock, CourierAuthError, Sandbox, inspect_token, start_sandbox
from support import DEADLINE, is_running

SEED = {"users": {"alice": {"messages": [{"title": "Hello"}]}}}
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
            with pytest.raises(CourierAuthError, match="503"):
                sandbox.send("alice", "Refused")
            sandbox.send("alice", "Sent")
            assert titles(sandbox) == ["Sent", "Hello"]
            sandbox.advance("1h")
            assert now_in(sandbox) == "2030-01-01T01:00:00Z"
            sandbox.fault("q:503")
            sandbox.reset()
            assert sandbox.journal() == []


def test_seed_can_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "users.json"
    path.write_text(json.dumps(SEED), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with start_sandbox(seed="users.json") as sandbox:
        path.unlink()
        sandbox.reset()
        assert titles(sandbox) == ["Hello"]


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
    with pytest.raises(CourierAuthError, match="GET .* failed"):
        sandbox.messages("alice")


def test_listens_on_the_port_or_reports_that_it_is_taken() -> None:
    with start_sandbox() as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(CourierAuthError, match=f"cannot listen on port {port}.*\nhelp: choose"):
            start_sandbox(port=port)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": {"users": {"alice": {"x": 1}}}}, "cannot load the seed: unknown field `x`"),
        ({"faults": ["q:200"]}, "unknown failure `200`"),
        ({"clock": {"freese": True}}, "unknown field `freese`"),
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
