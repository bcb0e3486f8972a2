"""Reports about tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from . import _check as check
from ._errors import flag_of, program_error
from ._program import run_program


def inspect_token(
    jwt: str,
    *,
    for_: str | Sequence[str] | None = None,
    user: str | None = None,
    env: str | None = None,
    client_key: str | None = None,
    at: str | datetime | None = None,
    leeway: str | None = None,
    valid_for: str | None = None,
    max_lifetime: str | None = None,
    strict: bool | None = None,
    fail_on: str | None = None,
    allow: str | Sequence[str] | None = None,
    warn: str | Sequence[str] | None = None,
    deny: str | Sequence[str] | None = None,
) -> dict[str, Any]:
    """Decodes and checks a token, offline.

    The token is not visible in the process list. An option that is None has no effect.

    Args:
        jwt: The token.
        for_: Features that the app uses: a list, or a text such as `"inbox,preferences"`. The default
            is `"inbox"`.
        user: The user ID that the token must have.
        env: The environment that the token must have: `"production"`, `"test"` or its ID.
        client_key: The client key that the app uses with the token.
        at: The time to check at: a `datetime` with a time zone, or a text such as `"+2h"` or
            `"2026-01-31T12:00:00Z"`.
        leeway: Accept a token that expired less than this long ago, for example `"10s"`.
        valid_for: Fail a token that is valid for less than this, for example `"30m"`.
        max_lifetime: Warn about a token with a longer lifetime, for example `"7 days"`.
        strict: Fail a token that has only warnings.
        fail_on: The lowest severity that fails: `"error"`, `"warning"` or `"note"`.
        allow: Rules to ignore: a list, or a text such as `"CA202,no-expiry"`.
        warn: Rules to report as warnings.
        deny: Rules to report as errors.

    Returns:
        The report of `courier-auth inspect --json`. Its `verdict` is `"ok"`, `"bad"` or
        `"unreadable"`, and its `findings` are the problems.

    Raises:
        TypeError: The token or an option is not of its type.
        CourierAuthError: An option is invalid.
    """
    check.text("jwt", jwt)
    check.require(strict in (None, True, False), "strict", "True or False")
    lists = {"for_": for_, "allow": allow, "warn": warn, "deny": deny}
    texts = {
        "user": user,
        "env": env,
        "client_key": client_key,
        "leeway": leeway,
        "valid_for": valid_for,
        "max_lifetime": max_lifetime,
        "fail_on": fail_on,
    }
    options = {
        **{name: ",".join(check.split(name, v)) for name, v in lists.items() if v is not None},
        **{name: check.text(name, v) for name, v in texts.items() if v is not None},
    }
    if at is not None:
        options["at"] = check.time("at", at)
    command = ["inspect", "--json", "--exit-zero", "--no-input"]
    # A value such as `-1d` must not look like an option.
    command += [f"{flag_of(name)}={value}" for name, value in options.items()]
    command += ["--strict"] if strict else []
    run = run_program([*command, "-"], jwt)
    if run.returncode != 0:
        raise program_error(run.stderr)
    report: dict[str, Any] = json.loads(run.stdout)
    return report
