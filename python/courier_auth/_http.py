"""Requests to the sandbox."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from ._errors import CourierAuthError


def request(url: str, method: str, body: bytes | None = None, api_key: str | None = None) -> Any:
    """Sends a request, with or without a body in JSON. Returns the parsed body of the response.

    Proxies of the environment are not used: they cannot reach the sandbox.

    Raises:
        CourierAuthError: The sandbox refused the request, or is not running.
    """
    address = urlsplit(url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    connection = HTTPConnection(address.netloc)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
    except (OSError, HTTPException) as error:
        raise CourierAuthError(f"{method} {url} failed: {error}") from error
    finally:
        connection.close()
    if response.status >= 400:
        raise CourierAuthError(f"{method} {url} failed: {response.status} {_message(text)}")
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise CourierAuthError(f"{method} {url} failed: the response is not JSON") from error


def _message(text: str) -> str:
    """Returns the message in the body of an error response."""
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return text
