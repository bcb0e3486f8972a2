"""The types of what callers pass and get."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Union

Duration = Union[str, float, timedelta]
"""A text such as `2h`, a number of seconds, or a `timedelta`."""

Seed = Union[str, "os.PathLike[str]", dict[str, Any]]


class Clock(TypedDict, total=False):
    """The time at which a sandbox starts. Without it, the clock is that of the machine."""

    set: Union[str, datetime]
    """The time, with a time zone. A text is in RFC 3339, for example `2026-01-31T12:00:00Z`."""
    freeze: bool
    """True if the time does not pass, except by `advance`."""


class SandboxOptions(TypedDict, total=False):
    """The state at which a sandbox starts, and to which `reset` returns."""

    seed: Seed
    """Users and messages: a path of a JSON file, or its contents."""
    faults: Union[str, Sequence[str]]
    """Simulated failures, for example `q:503,times=1`: one or a list."""
    clock: Clock
    """The time."""


class Message(TypedDict, total=False):
    """A message to a user's Inbox. It has a title, a body or both."""

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
