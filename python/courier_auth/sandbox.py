"""A local Courier for tests."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict, Union
from urllib.parse import urlencode

from ._errors import CourierAuthError
from ._http import request
from ._server import SandboxServer

Seed = Union[str, "os.PathLike[str]", dict[str, Any]]


class Clock(TypedDict, total=False):
    """The time at which a sandbox starts. Without it, the clock is that of the machine."""

    set: str
    """Time in RFC 3339, for example `2026-01-31T12:00:00Z`."""
    freeze: bool
    """True if the time does not pass, except by `advance`."""


class SandboxOptions(TypedDict, total=False):
    """The state at which a sandbox starts, and to which `reset` returns."""

    seed: Seed
    """Users and messages: a path of a JSON file, or its contents."""
    faults: Sequence[str]
    """Simulated failures, for example `q:503,times=1`."""
    clock: Clock
    """The time."""


class Message(TypedDict, total=False):
    """A message to a user's Inbox. Every field is optional."""

    title: str
    body: str
    data: dict[str, Any]
    tags: Sequence[str]
    tenant_id: str


class _CourierUrls(TypedDict):
    rest: str
    graphql: str


class _InboxUrls(TypedDict):
    graphql: str
    webSocket: str


class ApiUrls(TypedDict):
    """The URLs of a sandbox, as `signIn` of courier-js takes them."""

    courier: _CourierUrls
    inbox: _InboxUrls


class Sandbox:
    """A running sandbox, with the state at which it started.

    As a context manager, it stops at the end of the block. All methods raise `CourierAuthError` if the
    sandbox refuses a request or is not running.

    Attributes:
        env: The environment variables that point Courier's SDKs to the sandbox, for a child process.
        url: Base URL, for example `http://127.0.0.1:43211`.
        api_key: API key. It works only with a sandbox.
        client_key: Client key, for apps that use no tokens.
        inbox_url: URL of the Inbox API.
        socket_url: URL of the Inbox's WebSocket.
    """

    def __init__(self, server: SandboxServer, options: SandboxOptions) -> None:
        self._server = server
        self._clock = options.get("clock")
        self._seed = _seed_json(options.get("seed"))
        self._faults = options.get("faults")
        self.env = server.env
        self.url = server.url
        self.api_key = server.env["COURIER_API_KEY"]
        self.client_key = server.env["COURIER_CLIENT_KEY"]
        self.inbox_url = server.env["COURIER_INBOX_URL"]
        self.socket_url = server.env["COURIER_SOCKET_URL"]

    @property
    def api_urls(self) -> ApiUrls:
        """The URLs for `apiUrls` of courier-js."""
        return {
            "courier": {"rest": self.url, "graphql": f"{self.url}/client/q"},
            "inbox": {"graphql": self.inbox_url, "webSocket": self.socket_url},
        }

    def issue_token(
        self,
        user: str,
        *,
        for_: str = "sdk",
        scopes: Sequence[str] = (),
        expires_in: str = "1 day",
    ) -> str:
        """Issues a user token (JWT).

        Args:
            user: User ID.
            for_: Features that the app uses, for example `"inbox,preferences"`. `"sdk"` has all that
                Courier's SDKs can do. Not used if there are `scopes`.
            scopes: Scopes, without that of the user.
            expires_in: Lifetime, for example `"2 hours"`.
        """
        scopes = scopes or self._scopes_for(for_)
        body = {"scope": " ".join([f"user_id:{user}", *scopes]), "expires_in": expires_in}
        return str(self._call("/auth/issue-token", body)["token"])

    def _scopes_for(self, for_: str) -> list[str]:
        features = self._control("GET", "capabilities")["features"]
        scopes = {feature["name"]: feature["scopes"] for feature in features}
        names = for_.split(",")
        for name in names:
            if name not in scopes:
                raise CourierAuthError(f"unknown feature `{name}`: expected {', '.join(scopes)}")
        # Features can have scopes in common.
        return list(dict.fromkeys(scope for name in names for scope in scopes[name]))

    def send(self, user: str, message: str | Message) -> str:
        """Sends a message, or a title only, to a user's Inbox. Returns the message ID."""
        fields: dict[str, Any] = {"title": message} if isinstance(message, str) else {**message}
        unknown = fields.keys() - Message.__annotations__.keys()
        if unknown:
            expected = ", ".join(Message.__annotations__)
            names = ", ".join(sorted(unknown))
            raise TypeError(f"unknown field of a message: {names} (expected {expected})")
        content = {name: fields[name] for name in ("title", "body") if name in fields}
        sent: dict[str, Any] = {"to": {"user_id": user}, "content": content}
        if "data" in fields:
            sent["data"] = fields["data"]
        if "tags" in fields:
            sent["metadata"] = {"tags": list(fields["tags"])}
        if "tenant_id" in fields:
            sent["context"] = {"tenant_id": fields["tenant_id"]}
        return str(self._call("/send", {"message": sent})["requestId"])

    def messages(self, user: str) -> list[dict[str, Any]]:
        """Returns the messages in a user's Inbox, newest first, with `title`, `read` and so on."""
        query = urlencode({"user_id": user, "archived": "false"})
        messages: list[dict[str, Any]] = self._control("GET", f"users?{query}").get("messages", [])
        return messages

    def advance(self, duration: str) -> None:
        """Moves the clock forward, for example by `"2h"`: tokens expire without waiting."""
        self._control("POST", "clock", {"advance": duration})

    def fault(self, fault: str) -> None:
        """Adds a simulated failure, for example `"issue-token:429,retry-after=2"`.

        `courier-auth sandbox start --help` lists the routes and failures.
        """
        self._control("POST", "faults", {"faults": [fault]})

    def clear_faults(self) -> None:
        """Removes all simulated failures, those of the start too."""
        self._control("DELETE", "faults")

    def journal(self) -> list[dict[str, Any]]:
        """Returns the requests so far, with `method`, `path`, `status` and so on.

        Tokens and keys are replaced with fingerprints. If a token was rejected, `rule` says why.
        """
        requests: list[dict[str, Any]] = self._control("GET", "journal")["requests"]
        return requests

    def reset(self) -> None:
        """Returns to the state at the start: its seed, faults and clock, and an empty journal."""
        self._control("POST", "reset")
        if self._clock:
            self._control("POST", "clock", self._clock)
        # After the clock, which is the time of messages that have none.
        if self._seed:
            request(f"{self.url}/_sandbox/seed", "POST", self._seed)
        if self._faults:
            self._control("POST", "faults", {"faults": list(self._faults)})

    def stop(self) -> None:
        """Stops the sandbox, and waits until it has ended. Does nothing if it has ended before."""
        self._server.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def _call(self, path: str, body: object) -> Any:
        return request(self.url + path, "POST", json.dumps(body).encode(), self.api_key)

    def _control(self, method: str, path: str, body: object = None) -> Any:
        text = None if body is None else json.dumps(body).encode()
        return request(f"{self.url}/_sandbox/{path}", method, text)


def _seed_json(seed: Seed | None) -> bytes | None:
    if seed is None:
        return None
    return json.dumps(seed).encode() if isinstance(seed, dict) else Path(seed).read_bytes()


def start_sandbox(
    *,
    seed: Seed | None = None,
    faults: Sequence[str] = (),
    clock: Clock | None = None,
    port: int = 0,
) -> Sandbox:
    """Starts a sandbox, and returns it when it accepts connections.

    It stops by `stop`, at the end of a `with` block, or when this process ends.

    Args:
        seed: Users and messages: a path of a JSON file, or its contents.
        faults: Simulated failures, for example `["q:503,times=1"]`.
        clock: The time, for example `{"set": "2026-01-31T12:00:00Z", "freeze": True}`.
        port: Port; 0 chooses a free one.

    Raises:
        CourierAuthError: The sandbox did not start, or an option is invalid.
        OSError: The seed cannot be read.
    """
    options: SandboxOptions = {"faults": faults}
    if seed is not None:
        options["seed"] = seed
    if clock is not None:
        options["clock"] = clock
    server = SandboxServer(port)
    try:
        sandbox = Sandbox(server, options)
        sandbox.reset()
    except BaseException:
        server.stop()
        raise
    return sandbox
