"""Arguments that are not of their type."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from courier_auth import Sandbox, inspect_token, start_sandbox

NAIVE = datetime(2030, 1, 1)  # noqa: DTZ001
FIELDS = "expected title, body, data, tags, tenant_id$"
TIME = "must be a text or a datetime with a time zone$"
DURATION = "must be a text such as '2h', a number of seconds, or a timedelta$"
LIST = "must be a list of strings$"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": 1}, "^`seed` must be a path or a dict$"),
        ({"seed": [1]}, "^`seed` must be a path or a dict$"),
        ({"seed": {"users": NAIVE}}, "^`seed` must be JSON: .*datetime"),
        ({"seed": {"users": float("nan")}}, "^`seed` must be JSON: "),
        ({"faults": 1}, f"^`faults` {LIST}"),
        ({"faults": [1]}, f"^`faults` {LIST}"),
        ({"clock": "2030-01-01T00:00:00Z"}, "^`clock` must be a dict$"),
        ({"clock": {"freese": True}}, "^unknown field `freese` in `clock`: expected set, freeze$"),
        ({"clock": {"advance": "2h"}}, "^unknown field `advance` in `clock`: expected set, freeze$"),
        ({"clock": {"set": 0}}, f"^`clock.set` {TIME}"),
        ({"clock": {"set": NAIVE}}, f"^`clock.set` {TIME}"),
        ({"clock": {"freeze": "yes"}}, "^`clock.freeze` must be True or False$"),
        ({"port": "1"}, "^`port` must be a whole number from 0 to 65535$"),
        ({"port": 65536}, "^`port` must be a whole number from 0 to 65535$"),
    ],
)
def test_of_a_start_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        start_sandbox(**options)


@pytest.mark.parametrize(
    ("courier_sandbox_options", "message"),
    [
        (None, "^`courier_sandbox_options` must be a dict$"),
        ("users.json", "^`courier_sandbox_options` must be a dict$"),
        ({"sede": {}}, "^unknown field `sede` in `courier_sandbox_options`: expected seed, faults"),
        ({"port": 1}, "^unknown field `port` in `courier_sandbox_options`: expected seed, faults"),
        ({"clock": {"freeze": 1}}, "^`clock.freeze` must be True or False$"),
    ],
)
@pytest.mark.usefixtures("courier_sandbox_options")
def test_of_the_fixture_are_refused(message: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(TypeError, match=message):
        request.getfixturevalue("courier_sandbox")


@pytest.mark.parametrize(
    ("method", "arguments", "options", "message"),
    [
        ("issue_token", [""], {}, "^`user` must be a non-empty string$"),
        ("issue_token", [None], {}, "^`user` must be a non-empty string$"),
        ("issue_token", ["a b"], {}, "^`user` must be a string without whitespace, which separates"),
        ("issue_token", ["a"], {"for_": 1}, f"^`for_` {LIST}"),
        ("issue_token", ["a"], {"scopes": "read:brands"}, f"^`scopes` {LIST}"),
        ("issue_token", ["a"], {"scopes": [1]}, f"^`scopes` {LIST}"),
        ("issue_token", ["a"], {"expires_in": True}, f"^`expires_in` {DURATION}"),
        ("send", ["", "Hello"], {}, "^`user` must be a non-empty string$"),
        ("send", ["a", None], {}, "^`message` must be a title or a dict$"),
        ("send", ["a", {"tenantId": "b"}], {}, f"^unknown field `tenantId` in `message`: {FIELDS}"),
        ("send", ["a", {"tags": []}], {}, "^`message` must have a `title` or a `body`$"),
        ("send", ["a", {"title": 1}], {}, "^`message.title` must be a string$"),
        ("send", ["a", {"title": "b", "data": [1]}], {}, "^`message.data` must be a dict$"),
        ("send", ["a", {"title": "b", "data": {"at": NAIVE}}], {}, "^`message.data` must be JSON: "),
        ("send", ["a", {"title": "b", "tags": "c"}], {}, f"^`message.tags` {LIST}"),
        ("send", ["a", {"title": "b", "tenant_id": 1}], {}, "^`message.tenant_id` must be a string$"),
        ("messages", [1], {}, "^`user` must be a non-empty string$"),
        ("advance", [], {}, "missing 1 required .* 'duration'$"),
        ("advance", [None], {}, f"^`duration` {DURATION}"),
        ("fault", [["q:503"]], {}, "^`fault` must be a string$"),
    ],
)
def test_of_a_method_are_refused(
    courier_sandbox: Sandbox, method: str, arguments: list[Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        getattr(courier_sandbox, method)(*arguments, **options)
    assert courier_sandbox.journal() == []


@pytest.mark.parametrize(
    ("jwt", "options", "message"),
    [
        (b"hello", {}, "^`jwt` must be a string$"),
        (None, {}, "^`jwt` must be a string$"),
        ("hello", {"for_": [1]}, f"^`for_` {LIST}"),
        ("hello", {"user": 1}, "^`user` must be a string$"),
        ("hello", {"at": NAIVE}, f"^`at` {TIME}"),
        ("hello", {"leeway": 10}, "^`leeway` must be a string$"),
        ("hello", {"strict": "no"}, "^`strict` must be True or False$"),
        ("hello", {"deny": {"CA202"}}, f"^`deny` {LIST}"),
        ("hello", {"verify": True}, "unexpected keyword argument 'verify'"),
    ],
)
def test_of_an_inspection_are_refused(jwt: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        inspect_token(jwt, **options)
