"""Courier's Python SDK with the fixture."""

from __future__ import annotations

import pytest
from courier import APIStatusError, Courier
from courier_auth import Sandbox, inspect_token


def test_issues_sends_and_lists(courier_sandbox: Sandbox) -> None:
    with Courier(api_key=courier_sandbox.api_key, base_url=courier_sandbox.url) as courier:
        scope = "user_id:alice inbox:read:messages inbox:write:events"
        token = courier.auth.issue_token(scope=scope, expires_in="1 hour").token
        sent = courier.send.message(
            message={"to": {"user_id": "alice"}, "content": {"title": "Shipped", "body": "Today"}}
        )
        listed = courier.messages.list(recipient="alice").results
    assert inspect_token(token, user="alice")["verdict"] == "ok"
    assert [message.id for message in listed] == [sent.request_id]
    [message] = courier_sandbox.messages("alice")
    assert (message["messageId"], message["title"]) == (sent.request_id, "Shipped")


def test_lists_what_the_helper_sent(courier_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in courier_sandbox.env.items():
        monkeypatch.setenv(name, value)
    message_id = courier_sandbox.send("alice", "Hello")
    with Courier() as courier:
        assert courier.messages.retrieve(message_id).recipient == "alice"


def test_meets_a_simulated_failure(courier_sandbox: Sandbox) -> None:
    courier_sandbox.fault("issue-token:429,retry-after=2")
    with (
        Courier(
            api_key=courier_sandbox.api_key, base_url=courier_sandbox.url, max_retries=0
        ) as courier,
        pytest.raises(APIStatusError) as error,
    ):
        courier.auth.issue_token(scope="user_id:alice", expires_in="1 hour")
    assert error.value.status_code == 429
    assert error.value.response.headers["retry-after"] == "2"
