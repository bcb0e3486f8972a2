"""The exception of this package, and the errors that the program prints."""

from __future__ import annotations

import json


class CourierAuthError(Exception):
    """The program or the sandbox reported an error. The text is its message."""


def program_error(stderr: str) -> CourierAuthError:
    """Returns the exception for a failed run of the program with `--json`.

    The last line that the program printed is its error, as JSON.
    """
    lines = stderr.splitlines() or ["the program ended without an error message"]
    try:
        error = json.loads(lines[-1])
    except ValueError:
        # The operating system or a crash of the program ended it.
        return CourierAuthError(stderr.strip() or lines[-1])
    return CourierAuthError(with_help(error["message"], error.get("help")))


def with_help(message: str, help_text: str | None) -> str:
    """Adds the line that says how to fix an error, if there is one."""
    return f"{message}\nhelp: {help_text}" if help_text else message
