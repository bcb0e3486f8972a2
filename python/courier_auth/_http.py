"""Requests to the sandbox."""

from __future__ import annotations

import json
import re
from http.client import HTTPConnection, HTTPException
from typing import Any, Union
from urllib.parse import urlsplit

from ._errors import CourierAuthError

Body = Union[dict[str, Any], bytes, None]
"""JSON: a value, or the contents of a file."""


def request(url: str, method: str, body: Body = None, api_key: str | None = None) -> Any:
    """Sends a request. Returns the parsed body of the response.

    Proxies of the environment are not used: they cannot reach the sandbox.

    Raises:
        CourierAuthError: The sandbox refused the request, or does not respond.
    """
    address = urlsplit(url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    text = json.dumps(body, allow_nan=False).encode() if isinstance(body, dict) else body
    connection = HTTPConnection(address.netloc)
    try:
        connection.request(method, path, text, headers)
        response = connection.getresponse()
        content = response.read().decode()
    except (OSError, HTTPException) as error:
        server = f"the sandbox at http://{address.netloc}"
        raise CourierAuthError(f"{server} does not respond: {error}") from error
    finally:
        connection.close()
    if response.status >= 400:
        message = _message(content) or f"unexpected status {response.status}"
        if isinstance(body, dict):
            # Callers do not see the text that the position refers to.
            message = re.sub(r" at line \d+ column \d+$", "", message)
        raise CourierAuthError(message)
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError as error:
        raise CourierAuthError("the response is not JSON") from error


def _message(text: str) -> str | None:
    """Returns the message in the body of an error response. A simulated failure may have none."""
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return None
