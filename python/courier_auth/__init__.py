"""Courier's user tokens, and a local Courier for tests.

    with start_sandbox() as sandbox:
        sandbox.send("alice", "Hello")
        jwt = sandbox.issue_token("alice")

In pytest, use the fixture `courier_sandbox`.
"""

from ._errors import CourierAuthError
from ._inspect import inspect_token
from ._server import SandboxServer
from ._types import ApiUrls, Clock, Message, SandboxOptions
from .sandbox import Sandbox, start_sandbox

__all__ = [
    "ApiUrls",
    "Clock",
    "CourierAuthError",
    "Message",
    "Sandbox",
    "SandboxOptions",
    "SandboxServer",
    "inspect_token",
    "start_sandbox",
]
