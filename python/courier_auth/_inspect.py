"""Reports about tokens."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from ._errors import program_error
from ._program import find_program


def inspect_token(
    jwt: str,
    *,
    for_: str | None = None,
    user: str | None = None,
    env: str | None = None,
    at: str | None = None,
    leeway: str | None = None,
    valid_for: str | None = None,
    max_lifetime: str | None = None,
    strict: bool = False,
) -> dict[str, Any]:
    """Decodes and checks a token, offline.

    The token is not visible in the process list. The options are those of `courier-auth inspect`, in
    the same form.

    Args:
        jwt: The token.
        for_: Features that the app uses, for example `"inbox,preferences"`.
        user: The user ID that the token must have.
        env: The environment that the token must have: `"production"` or `"test"`.
        at: The time to check at, for example `"+2h"` or `"2026-01-31T12:00:00Z"`.
        leeway: Accept a token that expired less than this long ago, for example `"10s"`.
        valid_for: Fail a token that is valid for less than this, for example `"30m"`.
        max_lifetime: Warn about a token with a longer lifetime, for example `"7 days"`.
        strict: Fail a token that has only warnings.

    Returns:
        The report of `courier-auth inspect --json`. Its `verdict` is `"ok"`, `"bad"` or
        `"unreadable"`, and its `findings` are the problems.

    Raises:
        CourierAuthError: An option is invalid.
    """
    options = {
        "for": for_,
        "user": user,
        "env": env,
        "at": at,
        "leeway": leeway,
        "valid-for": valid_for,
        "max-lifetime": max_lifetime,
    }
    command = [find_program(), "inspect", "--json", "--exit-zero", "--no-input"]
    command += [f"--{name}={value}" for name, value in options.items() if value is not None]
    command += ["--strict"] if strict else []
    command += ["-"]
    run = subprocess.run(command, input=jwt, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 0:
        raise program_error(run.stderr)
    report: dict[str, Any] = json.loads(run.stdout)
    return report
