"""A local Courier for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from . import _check as check
from ._errors import CourierAuthError
from ._http import Body, request
from ._message import message_body
from ._server import SandboxServer
from ._start import StartState
from ._types import ApiUrls, Clock, Duration, Message, SandboxOptions, Seed


class Sandbox:
    """A running sandbox, with the state at which it started.

    As a context manager, it stops at the end of the block. All methods raise `CourierAuthError` if the
    sandbox refuses a request or is not running, and `TypeError` if an argument is not of its type.

    Attributes:
        env: The environment variables that point Courier's SDKs to the sandbox, for a child process.
        url: Base URL, for example `http://127.0.0.1:43211`.
        api_key: API key. It works only with a sandbox.
        client_key: Client key, for apps that use no tokens.
        inbox_url: URL of the Inbox API.
        socket_url: URL of the Inbox's WebSocket.
    """

    def __init__(self, server: SandboxServer, start: StartState) -> None:
        self._server = server
        self._start = start
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
        for_: str | Sequence[str] | None = None,
        scopes: Sequence[str] | None = None,
        expires_in: Duration | None = None,
    ) -> str:
        """Issues a user token (JWT).

        Args:
            user: User ID.
            for_: Features that the app uses: a list, or a text such as `"inbox,preferences"`. The
                default is `"sdk"`, all that Courier's SDKs can do, or nothing if there are `scopes`.
            scopes: More scopes. That of the user is always there.
            expires_in: Lifetime, for example `"2 hours"`. The default is `"1 day"`.
        """
        check.user_id_for_token(user)
        if for_ is None:
            for_ = "sdk" if scopes is None else []
        more = check.strings("scopes", () if scopes is None else scopes)
        lifetime = check.duration("expires_in", "1 day" if expires_in is None else expires_in)
        # Features can have scopes in common.
        unique = dict.fromkeys([*self._scopes_of(check.split("for_", for_)), *more])
        body = {"scope": " ".join([f"user_id:{user}", *unique]), "expires_in": lifetime}
        return str(self._call("/auth/issue-token", body)["token"])

    def _scopes_of(self, names: list[str]) -> list[str]:
        features = self._control("GET", "capabilities")["features"]
        scopes = {feature["name"]: feature["scopes"] for feature in features}
        for name in names:
            if name not in scopes:
                raise CourierAuthError(f"unknown feature `{name}`: expected {', '.join(scopes)}")
        return [scope for name in names for scope in scopes[name]]

    def send(self, user: str, message: str | Message) -> str:
        """Sends a message, or a title only, to a user's Inbox. Returns the message ID."""
        body = {"to": {"user_id": check.user_id(user)}, **message_body(message)}
        return str(self._call("/send", {"message": body})["requestId"])

    def messages(self, user: str) -> list[dict[str, Any]]:
        """Returns the messages in a user's Inbox, newest first, with `title`, `read` and so on."""
        query = urlencode({"user_id": check.user_id(user), "archived": "false"})
        messages: list[dict[str, Any]] = self._control("GET", f"users?{query}").get("messages", [])
        return messages

    def advance(self, duration: Duration) -> None:
        """Moves the clock forward, for example by `"2h"`: tokens expire without waiting.

        Args:
            duration: A text, a number of seconds, or a `timedelta`.
        """
        self._control("POST", "clock", {"advance": check.duration("duration", duration)})

    def fault(self, fault: str) -> None:
        """Adds a simulated failure, for example `"issue-token:429,retry-after=2"`.

        `courier-auth sandbox start --help` lists the routes and failures.
        """
        self._control("POST", "faults", {"faults": [check.text("fault", fault)]})

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
        if self._start.clock:
            self._control("POST", "clock", self._start.clock)
        # After the clock, which is the time of messages that have none.
        if self._start.seed is not None:
            self._control("POST", "seed", self._start.seed)
        if self._start.faults:
            self._control("POST", "faults", {"faults": self._start.faults})

    def stop(self) -> None:
        """Stops the sandbox, and waits until it has ended. Does nothing if it has ended before."""
        self._server.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def _call(self, path: str, body: Body) -> Any:
        return self._request("POST", path, body, self.api_key)

    def _control(self, method: str, path: str, body: Body = None) -> Any:
        return self._request(method, f"/_sandbox/{path}", body)

    def _request(self, method: str, path: str, body: Body, api_key: str | None = None) -> Any:
        # Another process may have got the port.
        if self._server.is_stopped:
            raise CourierAuthError("the sandbox was stopped")
        return request(self.url + path, method, body, api_key)


def start_sandbox(
    *,
    seed: Seed | None = None,
    faults: str | Sequence[str] = (),
    clock: Clock | None = None,
    port: int = 0,
) -> Sandbox:
    """Starts a sandbox, and returns it when it accepts connections.

    It stops by `stop`, at the end of a `with` block, or when this process ends.

    Args:
        seed: Users and messages: a path of a JSON file, or its contents.
        faults: Simulated failures, for example `["q:503,times=1"]`: one or a list.
        clock: The time, for example `{"set": "2026-01-31T12:00:00Z", "freeze": True}`. `set` can be a
            `datetime` with a time zone.
        port: Port; 0 chooses a free one.

    Raises:
        TypeError: An option is not of its type.
        CourierAuthError: The sandbox did not start, or an option is invalid.
        OSError: The seed cannot be read.
    """
    options: SandboxOptions = {"faults": faults}
    if seed is not None:
        options["seed"] = seed
    if clock is not None:
        options["clock"] = clock
    start = StartState(options)
    server = SandboxServer(port)
    try:
        sandbox = Sandbox(server, start)
        sandbox.reset()
    except BaseException:
        server.stop()
        raise
    return sandbox
