"""`python -m courier_auth`, and where the program is found."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

import courier_auth
import pytest
from courier_auth._program import find_program
from support import DEADLINE, POSIX_ONLY, run_python

PACKAGE = Path(courier_auth.__file__).parent


def test_the_installed_package_is_tested() -> None:
    assert PACKAGE.is_relative_to(sys.prefix)
    assert Path(find_program()).is_relative_to(sys.prefix)


def test_versions_agree(tmp_path: Path) -> None:
    run = run_python("-m", "courier_auth", "--version", folder=tmp_path)
    assert run.stdout == f"courier-auth {metadata.version('courier-auth')}\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["inspect", "hello"], 3),
        (["nonsense"], 2),
        (["sandbox", "exec", "--", sys.executable, "-c", "raise SystemExit(7)"], 7),
    ],
)
def test_the_exit_code_is_that_of_the_program(arguments: list[str], code: int, tmp_path: Path) -> None:
    assert run_python("-m", "courier_auth", *arguments, folder=tmp_path).returncode == code


@POSIX_ONLY
def test_ctrl_c_reaches_the_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "courier_auth", "sandbox", "start", "--port=0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        assert ready["pid"] == process.pid
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 0


@pytest.fixture
def empty_python(tmp_path: Path) -> str:
    """An environment that has neither this package nor its program."""
    folder = tmp_path / "venv"
    venv.create(folder, symlinks=os.name != "nt", system_site_packages=True)
    return str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")


@pytest.mark.parametrize("layout", ["folder", "zip"])
def test_a_missing_program_is_an_error(layout: str, tmp_path: Path, empty_python: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "packages" / PACKAGE.name)
    path = str(tmp_path / "packages")
    if layout == "zip":
        path = shutil.make_archive(path, "zip", path)
    run = run_python(
        "-m", "courier_auth", "--version", folder=tmp_path, python=empty_python, PYTHONPATH=path
    )
    assert run.returncode == 7
    assert run.stdout == ""
    assert run.stderr.startswith("error: `courier-auth")
    assert "\nhelp: reinstall it: python -m pip install" in run.stderr
    assert "Traceback" not in run.stderr


@POSIX_ONLY
def test_a_program_that_cannot_be_executed_is_an_error(tmp_path: Path, empty_python: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name)
    program = tmp_path / "bin/courier-auth"
    program.parent.mkdir()
    program.write_text("no program", encoding="utf-8")
    inspect = "import courier_auth; courier_auth.inspect_token('hello')"
    start = "import courier_auth; courier_auth.start_sandbox()"
    for arguments in [["-m", "courier_auth", "demo"], ["-c", inspect], ["-c", start]]:
        run = run_python(*arguments, folder=tmp_path, python=empty_python, PYTHONPATH=str(tmp_path))
        assert run.returncode == (7 if "-m" in arguments else 1)
        assert run.stdout == ""
        assert f"rror: cannot run `{program}`: Permission denied\nhelp: reinstall it: " in run.stderr


@pytest.mark.parametrize("layout", ["--target", "--user"])
def test_the_program_is_found_in_other_layouts(layout: str, tmp_path: Path, empty_python: str) -> None:
    folder = tmp_path / "packages"
    target = [layout, folder] if layout == "--target" else [layout]
    places = {"PYTHONUSERBASE": str(folder), "PYTHONPATH": str(folder)}
    wheel = os.environ["COURIER_AUTH_WHEEL"]
    pip = ["-m", "pip", "--python", empty_python, "install", "--quiet", "--no-deps", "--no-index"]
    installed = run_python(*pip, *target, wheel, folder=tmp_path, PYTHONUSERBASE=str(folder))
    assert installed.returncode == 0, installed.stderr
    code = "import courier_auth._program as program; print(program.find_program())"
    found = run_python("-c", code, folder=tmp_path, python=empty_python, **places)
    assert Path(found.stdout.strip()).is_relative_to(folder.resolve()), found.stderr
    run = run_python("-m", "courier_auth", "--version", folder=tmp_path, python=empty_python, **places)
    assert run.returncode == 0, run.stderr
