"""The exception of this package, and the errors that the program prints."""

from __future__ import annotations

import json
import re


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
    message = error["message"].removeprefix("command not run: ")
    # Callers know options by their names in Python.
    message = re.sub(r"`--([a-z-]+)`", lambda flag: f"`{_option_of(flag[1])}`", message)
    help_text = error.get("help")
    is_about_flags = help_text is not None and "--" in help_text
    return CourierAuthError(with_help(message, None if is_about_flags else help_text))


def flag_of(option: str) -> str:
    """Returns the flag of the program for an option, for example `--for` for `for_`."""
    return f"--{option.rstrip('_').replace('_', '-')}"


def _option_of(flag: str) -> str:
    return "for_" if flag == "for" else flag.replace("-", "_")


def with_help(message: str, help_text: str | None) -> str:
    """Adds the line that says how to fix an error, if there is one."""
    return f"{message}\nhelp: {help_text}" if help_text else message
