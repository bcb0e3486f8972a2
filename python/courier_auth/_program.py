"""The path of the program that this package installs."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from ._errors import CourierAuthError, with_help

_NAME = "courier-auth.exe" if sys.platform == "win32" else "courier-auth"


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
    advice = "reinstall it: python -m pip install --force-reinstall courier-auth"
    raise CourierAuthError(with_help(message, advice))


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
