"""Reports about tokens."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from courier_auth import CourierAuthError, Sandbox, inspect_token


def rules(report: dict[str, list[dict[str, str]]]) -> list[str]:
    return [finding["rule"] for finding in report["findings"]]


def test_a_bad_token_is_a_report(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice", scopes=["inbox:read:messages"])
    report = inspect_token(token)
    assert report["verdict"] == "bad"
    assert "missing-scope" in rules(report)
    assert "--user alice" in report["fix"]


@pytest.mark.parametrize("text", ["", "hello", "a.b.c.d", "é\n"])
def test_what_is_not_a_token_is_a_report(text: str) -> None:
    assert inspect_token(text)["verdict"] == "unreadable"


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"for_": "inbox,brands"}, "missing-scope"),
        ({"user": "bob"}, "user-mismatch"),
        ({"env": "test"}, "environment-mismatch"),
        ({"at": "+2h"}, "expired"),
        ({"at": "+2h", "leeway": "90m"}, None),
        ({"valid_for": "2h"}, "expires-soon"),
        ({"max_lifetime": "30m"}, None),
        ({"max_lifetime": "30m", "strict": True}, "long-lived"),
    ],
)
def test_options_decide_about_a_token(
    courier_sandbox: Sandbox, options: dict[str, str], rule: str | None
) -> None:
    token = courier_sandbox.issue_token("alice", for_="inbox", expires_in="1 hour")
    assert inspect_token(token)["verdict"] == "ok"
    report = inspect_token(token, **options)  # type: ignore[arg-type]
    assert report["verdict"] == ("bad" if rule else "ok")
    assert rule is None or rule in rules(report)


def test_the_token_is_not_in_the_process_list(
    courier_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = courier_sandbox.issue_token("alice")
    commands = []
    run = subprocess.run

    def record(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", record)
    assert inspect_token(token)["user_id"] == "alice"
    assert len(commands) == 1
    assert token not in str(commands)


def test_an_invalid_option_is_an_error() -> None:
    with pytest.raises(CourierAuthError, match=r"invalid value `soon` for `--at`.*\nhelp: "):
        inspect_token("hello", at="soon")
