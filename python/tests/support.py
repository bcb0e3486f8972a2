"""Helpers of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Longer than anything takes on a slow machine that is busy.
DEADLINE = 120

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def status_of(url: str, token: str) -> int:
    """Returns the status of the response to a GraphQL request."""
    address = urlsplit(url)
    connection = HTTPConnection(address.netloc, timeout=DEADLINE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", address.path, '{"query": "{ __typename }"}', headers)
    with connection.getresponse() as response:
        response.read()
    connection.close()
    return response.status


def is_running(url: str) -> bool:
    """Returns true if something accepts connections."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=DEADLINE)
    try:
        connection.connect()
    except ConnectionRefusedError:
        return False
    connection.close()
    return True


def run_python(
    *arguments: object, folder: Path, python: str = sys.executable, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs Python in a folder, with additional environment variables."""
    return subprocess.run(
        [python, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        # Ctrl-C in one of these runs is not for the tests.
        start_new_session=True,
        timeout=DEADLINE,
        check=False,
    )
