"""Tests of an app that sends messages with Courier's SDK. Copy this folder and change it."""

from __future__ import annotations

from courier import Courier
from courier_auth import Sandbox, inspect_token


def announce_shipping(courier: Courier, user: str, order: str) -> None:
    """A part of the app: announces an order."""
    courier.send.message(
        message={
            "to": {"user_id": user},
            "content": {"title": f"Order {order} is shipped", "body": "It arrives tomorrow"},
        }
    )


def issue_inbox_token(courier: Courier, user: str) -> str:
    """A part of the app: issues the token with which the browser opens the user's Inbox."""
    scope = f"user_id:{user} inbox:read:messages inbox:write:events"
    return courier.auth.issue_token(scope=scope, expires_in="1 hour").token


def titles(sandbox: Sandbox, user: str) -> list[str]:
    return [message["title"] for message in sandbox.messages(user)]


def test_an_order_is_announced(courier: Courier, courier_sandbox: Sandbox) -> None:
    announce_shipping(courier, "alice", "42")
    assert titles(courier_sandbox, "alice") == ["Order 42 is shipped", "Welcome"]


def test_an_order_is_announced_if_courier_fails_once(
    courier: Courier, courier_sandbox: Sandbox
) -> None:
    courier_sandbox.fault("send:503,times=1")
    announce_shipping(courier, "alice", "42")
    assert "Order 42 is shipped" in titles(courier_sandbox, "alice")
    assert [request["status"] for request in courier_sandbox.journal()] == [503, 202]


def test_the_token_opens_the_inbox_for_an_hour(courier: Courier) -> None:
    token = issue_inbox_token(courier, "alice")
    assert inspect_token(token, for_="inbox", user="alice")["verdict"] == "ok"
    assert inspect_token(token, for_="inbox", at="+2h")["verdict"] == "bad"
