"""Reports about tokens."""

from __future__ import annotations

import inspect
import subprocess
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from courier_auth import CourierAuthError, Sandbox, inspect_token

# The ID of a workspace that does not exist, in Base64.
OTHER_CLIENT_KEY = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"
OPTIONS = inspect.signature(inspect_token).parameters.keys() - {"jwt"}


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
        ({"for_": " inbox , brands "}, "missing-scope"),
        ({"for_": ["inbox", " toast "]}, None),
        ({"user": "bob"}, "user-mismatch"),
        ({"env": "test"}, "environment-mismatch"),
        ({"client_key": OTHER_CLIENT_KEY}, "client-key-mismatch"),
        ({"at": "+2h"}, "expired"),
        ({"at": datetime.now(timezone(timedelta(hours=2))) + timedelta(hours=2)}, "expired"),
        ({"at": "+2h", "leeway": "90m"}, None),
        ({"at": "+2h", "allow": ["CA201"]}, None),
        ({"valid_for": "2h"}, "expires-soon"),
        ({"max_lifetime": "30m"}, None),
        ({"max_lifetime": "30m", "strict": True}, "long-lived"),
        ({"max_lifetime": "30m", "fail_on": "warning"}, "long-lived"),
        ({"max_lifetime": "30m", "deny": "CA202, long-lived"}, "long-lived"),
        ({"at": "+2h", "warn": ["expired"]}, None),
        (dict.fromkeys(OPTIONS), None),
    ],
)
def test_options_decide_about_a_token(
    courier_sandbox: Sandbox, options: dict[str, Any], rule: str | None
) -> None:
    token = courier_sandbox.issue_token("alice", for_="inbox", expires_in="1 hour")
    assert inspect_token(token)["verdict"] == "ok"
    report = inspect_token(token, **options)
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


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"at": "soon"}, "invalid value `soon` for `at`: expected a time"),
        ({"valid_for": "90"}, "invalid value `90` for `valid_for`: the unit is missing"),
        ({"for_": "inbx"}, "invalid value `inbx` for `for_`\nhelp: did you mean `inbox`?"),
        ({"strict": True, "fail_on": "note"}, "`fail_on` cannot be used with `strict`"),
    ],
)
def test_an_invalid_option_is_an_error_without_flags(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CourierAuthError) as error:
        inspect_token("hello", **options)
    assert str(error.value).startswith(message)
    assert "--" not in str(error.value)
