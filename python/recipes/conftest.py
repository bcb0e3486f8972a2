"""Fixtures of the app's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from courier import Courier
from courier_auth import Sandbox, SandboxOptions


@pytest.fixture
def courier_sandbox_options() -> SandboxOptions:
    """The users and messages at the start of each test."""
    return {"seed": {"users": {"alice": {"messages": [{"title": "Welcome"}]}}}}


@pytest.fixture
def courier(courier_sandbox: Sandbox) -> Iterator[Courier]:
    """Courier's SDK, as the app uses it."""
    with Courier(api_key=courier_sandbox.api_key, base_url=courier_sandbox.url) as courier:
        yield courier
