"""Checks of what callers pass. They raise `TypeError` with the name of the argument."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from ._types import Duration


def require(is_valid: bool, name: str, expected: str) -> None:
    """Raises the error for an argument that is not what is expected."""
    if not is_valid:
        raise TypeError(f"`{name}` must be {expected}")


def text(name: str, value: str) -> str:
    """Checks a string."""
    require(isinstance(value, str), name, "a string")
    return value


def user_id(user: str) -> str:
    """Checks a user ID."""
    require(isinstance(user, str) and user != "", "user", "a non-empty string")
    return user


def user_id_for_token(user: str) -> str:
    """Checks the user ID of a token, whose scopes are separated by whitespace."""
    expected = "a string without whitespace, which separates scopes"
    require(not re.search(r"\s", user_id(user)), "user", expected)
    return user


def strings(name: str, values: Sequence[str]) -> list[str]:
    """Checks a list of strings. A string is not one."""
    is_list = isinstance(values, Sequence) and not isinstance(values, str)
    is_valid = is_list and all(isinstance(value, str) for value in values)
    require(is_valid, name, "a list of strings")
    return list(values)


def split(name: str, values: str | Sequence[str]) -> list[str]:
    """Returns the names in a list, or in a text with commas."""
    if isinstance(values, str):
        values = values.split(",")
    return [value.strip() for value in strings(name, values)]


def fields(name: str, values: Mapping[str, Any], expected: Collection[str]) -> dict[str, Any]:
    """Checks the names in a dictionary. Returns the values that are not None."""
    require(isinstance(values, Mapping), name, "a dict")
    for key in values:
        if key not in expected:
            raise TypeError(f"unknown field `{key}` in `{name}`: expected {', '.join(expected)}")
    return {key: value for key, value in values.items() if value is not None}


def json_object(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Returns a copy of a dictionary that JSON can represent."""
    require(isinstance(value, dict), name, "a dict")
    try:
        copy: dict[str, Any] = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise TypeError(f"`{name}` must be JSON: {error}") from error
    return copy


def duration(name: str, value: Duration) -> str | float:
    """Returns a duration as the sandbox takes it: a text, or a number of seconds."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    is_valid = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    require(is_valid, name, "a text such as '2h', a number of seconds, or a timedelta")
    # The sandbox takes `7200` where it refuses `7200.0`.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def time(name: str, value: str | datetime) -> str:
    """Returns a time as text, in RFC 3339 if it is a `datetime`."""
    is_valid = isinstance(value, str)
    if isinstance(value, datetime):
        is_valid = value.utcoffset() is not None
    require(is_valid, name, "a text or a datetime with a time zone")
    return value if isinstance(value, str) else value.astimezone(timezone.utc).isoformat()
