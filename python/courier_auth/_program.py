"""The program that this package installs: finds it, and runs it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from ._errors import CourierAuthError, with_help

_NAME = "courier-auth.exe" if sys.platform == "win32" else "courier-auth"
_ADVICE = "reinstall it: python -m pip install --force-reinstall courier-auth"


def find_program() -> str:
    """Returns the path of the program.

    Raises:
        CourierAuthError: The program is not installed next to this package.
    """
    paths = list(_candidates())
    for path in paths:
        if path.is_file():
            return str(path)
    message = f"`{_NAME}` not found in {', '.join(str(path.parent) for path in paths)}"
    raise CourierAuthError(with_help(message, _ADVICE))


def run_program(arguments: list[str], text: str) -> subprocess.CompletedProcess[str]:
    """Runs the program with a text on standard input, and waits for it.

    Raises:
        CourierAuthError: The program is not installed, or cannot be executed.
    """
    program = find_program()
    try:
        return subprocess.run(
            [program, *arguments], input=text, capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise cannot_run(program, error) from error


def cannot_run(program: str, error: OSError) -> CourierAuthError:
    """Returns the exception for a program that the operating system does not execute."""
    return CourierAuthError(with_help(f"cannot run `{program}`: {error.strerror}", _ADVICE))


def _candidates() -> Iterator[Path]:
    yield from _recorded()
    # `pip install --target` moves files after it has recorded their paths.
    yield Path(__file__).parent.parent / "bin" / _NAME
    # Packages of other package managers may come without a record.
    yield Path(sysconfig.get_path("scripts"), _NAME)


def _recorded() -> Iterator[Path]:
    """Returns the path that the installer recorded, for example pip, pipx or uv."""
    try:
        files = metadata.files("courier-auth") or []
    except metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name == _NAME:
            yield Path(str(file.locate())).resolve()
