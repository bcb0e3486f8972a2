"""The methods of a sandbox."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from courier_auth import CourierAuthError, Sandbox, inspect_token
from courier_auth._program import find_program
from support import status_of


def test_env_is_what_the_program_prints(courier_sandbox: Sandbox) -> None:
    port = urlsplit(courier_sandbox.url).port
    command = [find_program(), "sandbox", "env", f"--port={port}", "--format=json"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    assert courier_sandbox.env == json.loads(printed)["variables"]
    assert courier_sandbox.client_key == courier_sandbox.env["COURIER_CLIENT_KEY"]
    assert courier_sandbox.socket_url == courier_sandbox.env["COURIER_SOCKET_URL"]


def test_api_urls_are_served(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice")
    urls = courier_sandbox.api_urls
    assert urls["courier"]["rest"] == courier_sandbox.url
    assert urls["inbox"]["webSocket"] == courier_sandbox.socket_url
    for url in [urls["courier"]["graphql"], urls["inbox"]["graphql"]]:
        assert status_of(url, token) == 200


def test_issues_a_token_for_everything(courier_sandbox: Sandbox) -> None:
    report = inspect_token(courier_sandbox.issue_token("alice"), for_="sdk", user="alice")
    assert report["verdict"] == "ok"


def test_issues_a_token_for_features(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice", for_=" inbox, toast ,brands", expires_in="2 hours")
    report = inspect_token(token)
    assert report["scopes"] == ["inbox:read:messages", "inbox:write:events", "read:brands"]
    assert report["expires_epoch"] - report["issued_epoch"] == 2 * 60 * 60


def test_issues_a_token_with_scopes(courier_sandbox: Sandbox) -> None:
    for scopes in [["read:brands"], []]:
        token = courier_sandbox.issue_token("alice", scopes=scopes)
        assert inspect_token(token)["scopes"] == scopes


def test_issues_a_token_with_features_and_scopes(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice", for_=["brands"], scopes=["a:b", "read:brands"])
    assert inspect_token(token)["scopes"] == ["read:brands", "a:b"]


@pytest.mark.parametrize("expires_in", ["2 hours", 7200, 7200.0, timedelta(hours=2)])
def test_a_lifetime_can_have_several_types(
    courier_sandbox: Sandbox, expires_in: str | float | timedelta
) -> None:
    report = inspect_token(courier_sandbox.issue_token("alice", expires_in=expires_in))
    assert report["expires_epoch"] - report["issued_epoch"] == 7200


def test_names_the_features_if_one_is_unknown(courier_sandbox: Sandbox) -> None:
    with pytest.raises(CourierAuthError, match="unknown feature `inbx`: expected inbox, toast"):
        courier_sandbox.issue_token("alice", for_="inbx")


def test_reports_why_a_token_is_not_issued(courier_sandbox: Sandbox) -> None:
    with pytest.raises(CourierAuthError, match='^"expires_in" must be') as error:
        courier_sandbox.issue_token("alice", expires_in="soon")
    assert courier_sandbox.api_key not in str(error.value)


def test_sends_a_title(courier_sandbox: Sandbox) -> None:
    first, second = (courier_sandbox.send("a/b?&é", title) for title in ["First", "Second"])
    messages = courier_sandbox.messages("a/b?&é")
    assert [message["messageId"] for message in messages] == [second, first]
    assert messages[1]["title"] == "First"


def test_sends_a_message_with_all_fields(courier_sandbox: Sandbox) -> None:
    courier_sandbox.send(
        "alice",
        {
            "title": "Shipped",
            "body": "On its way",
            "data": {"order": 42},
            "tags": ["orders"],
            "tenant_id": "acme",
        },
    )
    [message] = courier_sandbox.messages("alice")
    assert message["title"] == "Shipped"
    assert message["preview"] == "On its way"
    assert message["data"] == {"order": 42}
    assert message["tags"] == ["orders"]
    assert message["accountId"] == "acme"


def test_sends_a_body_only(courier_sandbox: Sandbox) -> None:
    courier_sandbox.send("alice and bob", {"body": "On its way"})
    [message] = courier_sandbox.messages("alice and bob")
    assert message["preview"] == "On its way"


def test_a_user_without_messages_has_an_empty_inbox(courier_sandbox: Sandbox) -> None:
    assert courier_sandbox.messages("nobody") == []


def test_tokens_expire_when_the_clock_advances(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice", expires_in="1 hour")
    assert status_of(courier_sandbox.inbox_url, token) == 200
    durations: list[str | float | timedelta] = ["30m", 1800, timedelta(hours=1)]
    for duration in durations:
        courier_sandbox.advance(duration)
    assert status_of(courier_sandbox.inbox_url, token) == 401
    assert courier_sandbox.journal()[-1]["rule"] == "CA201"


def test_faults_are_added_and_removed(courier_sandbox: Sandbox) -> None:
    courier_sandbox.fault("send:503")
    with pytest.raises(CourierAuthError, match="^Service Unavailable"):
        courier_sandbox.send("alice", "Hello")
    courier_sandbox.fault("issue-token:drop")
    with pytest.raises(CourierAuthError, match="^the sandbox at http.* does not respond"):
        courier_sandbox.issue_token("alice")
    courier_sandbox.clear_faults()
    courier_sandbox.send("alice", "Hello")
    courier_sandbox.issue_token("alice")


def test_an_invalid_fault_is_an_error(courier_sandbox: Sandbox) -> None:
    with pytest.raises(CourierAuthError, match="^unknown route `x`"):
        courier_sandbox.fault("x:503")


def test_journal_has_the_requests_of_the_app(courier_sandbox: Sandbox) -> None:
    token = courier_sandbox.issue_token("alice")
    assert status_of(courier_sandbox.inbox_url, token) == 200
    journal = courier_sandbox.journal()
    assert [request["path"] for request in journal] == ["/auth/issue-token", "/q"]
    assert [request["status"] for request in journal] == [200, 200]
    assert token not in str(journal)
