"""The pytest fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest
from courier_auth import Sandbox, SandboxOptions, SandboxServer
from support import POSIX_ONLY, is_running, run_python

RECIPES = Path(__file__).resolve().parent.parent / "recipes"


@pytest.mark.parametrize("_run", ["first", "second"])
def test_a_test_sees_nothing_of_the_one_before(_run: str, courier_sandbox: Sandbox) -> None:
    assert courier_sandbox.journal() == []
    assert courier_sandbox.messages("alice") == []
    courier_sandbox.send("alice", "Hello")
    courier_sandbox.fault("q:503")
    courier_sandbox.advance("2h")


def test_the_server_is_that_of_the_session(
    courier_sandbox: Sandbox, courier_sandbox_server: SandboxServer
) -> None:
    assert courier_sandbox.url == courier_sandbox_server.url
    assert courier_sandbox.env == courier_sandbox_server.env


class TestOptions:
    """Options of a class."""

    @pytest.fixture
    def courier_sandbox_options(self) -> SandboxOptions:
        return {"seed": {"users": {"alice": {"messages": [{"title": "Hello"}]}}}}

    def test_are_those_of_the_fixture(self, courier_sandbox: Sandbox) -> None:
        assert [message["title"] for message in courier_sandbox.messages("alice")] == ["Hello"]
        courier_sandbox.send("alice", "Sent")
        courier_sandbox.reset()
        assert [message["title"] for message in courier_sandbox.messages("alice")] == ["Hello"]


def test_the_recipe_passes(tmp_path: Path) -> None:
    run = run_python("-B", "-m", "pytest", "-p", "no:cacheprovider", RECIPES, folder=tmp_path)
    assert run.returncode == 0, run.stdout
    assert "3 passed" in run.stdout


def test_each_worker_has_a_server_that_ends_with_it(tmp_path: Path) -> None:
    test = """
import os, pathlib, pytest

@pytest.mark.parametrize("number", range(4))
def test_server(number, courier_sandbox):
    assert courier_sandbox.messages("alice") == []
    courier_sandbox.send("alice", "Hello")
    pathlib.Path(os.environ["PYTEST_XDIST_WORKER"]).write_text(courier_sandbox.url)
"""
    (tmp_path / "test_workers.py").write_text(test, encoding="utf-8")
    run = run_python("-m", "pytest", "-n", "2", "test_workers.py", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    assert "4 passed" in run.stdout
    urls = [path.read_text(encoding="utf-8") for path in tmp_path.glob("gw*")]
    assert len(set(urls)) == 2
    assert not any(is_running(url) for url in urls)


@POSIX_ONLY
def test_ctrl_c_ends_the_server_after_the_clean_up(tmp_path: Path) -> None:
    test = """
import os, pathlib, pytest, signal

@pytest.fixture
def late(courier_sandbox):
    yield courier_sandbox
    pathlib.Path("url").write_text(courier_sandbox.url)
    assert courier_sandbox.journal() == []

def test_interrupted(late):
    os.killpg(0, signal.SIGINT)
"""
    (tmp_path / "test_interrupt.py").write_text(test, encoding="utf-8")
    run = run_python("-m", "pytest", "test_interrupt.py", folder=tmp_path)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, run.stdout
    assert "KeyboardInterrupt" in run.stdout
    assert "error" not in run.stdout.lower()
    assert not is_running((tmp_path / "url").read_text(encoding="utf-8"))
