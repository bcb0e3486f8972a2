"""Tests a wheel: installs it with pip into a virtual environment, and runs the tests there.

    python3 python/tests/run.py target/wheels/courier_auth-*.whl

Exits with 0 if everything passed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description="Test a wheel of courier-auth.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--scratch", type=Path, help="folder to keep the environment in")
    arguments = parser.parse_args()
    if arguments.scratch:
        test(arguments.wheel.resolve(), arguments.scratch.resolve())
        return
    with tempfile.TemporaryDirectory() as scratch:
        test(arguments.wheel.resolve(), Path(scratch))


def test(wheel: Path, scratch: Path) -> None:
    folder = scratch / "venv"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = str(programs / "python")
    # Packages that are already there are not installed again.
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "-r", TESTS / "requirements.txt"], scratch)
    run([*pip, "--force-reinstall", "--no-deps", wheel], scratch)
    run([programs / "courier-auth", "demo"], scratch)
    run([python, "-m", "courier_auth", "--version"], scratch)
    # The checkout stays clean.
    pytest = [python, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-W", "error"]
    run([*pytest, TESTS], scratch, COURIER_AUTH_WHEEL=str(wheel), HOME=str(scratch))


def run(command: Sequence[str | Path], folder: Path, **variables: str) -> None:
    """Runs a command without the settings of the developer. Exits if it fails."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COURIER_", "PYTEST_", "PYTHON", "XDG_"))
    }
    environment.update(variables)
    code = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    if code != 0:
        sys.exit(f"error: {command[0]} exited with {code}")


if __name__ == "__main__":
    main()
