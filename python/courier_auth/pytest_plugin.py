"""pytest fixtures: a sandbox for tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ._server import SandboxServer
from ._start import StartState
from ._types import SandboxOptions
from .sandbox import Sandbox


@pytest.fixture
def courier_sandbox_options() -> SandboxOptions:
    """Seed, faults and clock at the start of a test. Override it in a conftest, module or class."""
    return {}


@pytest.fixture(scope="session")
def courier_sandbox_server() -> Iterator[SandboxServer]:
    """The server of `courier_sandbox`, for fixtures that start an app once with its `url` or `env`."""
    server = SandboxServer(port=0)
    yield server
    server.stop()


@pytest.fixture
def courier_sandbox(
    courier_sandbox_server: SandboxServer, courier_sandbox_options: SandboxOptions
) -> Sandbox:
    """A local Courier, reset for each test. With pytest-xdist, each worker has its own."""
    sandbox = Sandbox(courier_sandbox_server, StartState(courier_sandbox_options))
    sandbox.reset()
    return sandbox
