"""The examples of the README."""

from __future__ import annotations

import re
from pathlib import Path

from support import run_python

README = Path(__file__).resolve().parent.parent / "README.md"
FIRST_TEST, OPTIONS, SCRIPT = re.findall(
    r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL
)

TEST_OF_OPTIONS = """
def test_options(courier_sandbox: Sandbox) -> None:
    [message] = courier_sandbox.messages("alice")
    assert (message["title"], message["created"]) == ("Hello", "2026-01-31T12:00:00.000Z")
    with pytest.raises(CourierAuthError):
        courier_sandbox.send("alice", "Refused")
"""


def test_the_tests_pass(tmp_path: Path) -> None:
    imports = "from courier_auth import CourierAuthError, Sandbox\n"
    (tmp_path / "test_first.py").write_text(FIRST_TEST, encoding="utf-8")
    (tmp_path / "test_options.py").write_text(imports + OPTIONS + TEST_OF_OPTIONS, encoding="utf-8")
    run = run_python("-m", "pytest", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    assert "2 passed" in run.stdout
    types = run_python("-m", "mypy", "--strict", tmp_path, folder=tmp_path)
    assert types.returncode == 0, types.stdout


def test_the_script_reports_an_expired_token(tmp_path: Path) -> None:
    run = run_python("-W", "error", "-c", SCRIPT, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("http://127.0.0.1:")
    assert run.stdout.splitlines()[-1].startswith("bad ['expired'")
