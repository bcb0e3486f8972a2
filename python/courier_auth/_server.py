"""The process of a sandbox."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile

from ._check import require
from ._errors import program_error
from ._program import cannot_run, find_program

# The program sets these for the command that it runs with a sandbox.
_VARIABLES = (
    "COURIER_BASE_URL",
    "COURIER_API_KEY",
    "COURIER_INBOX_URL",
    "COURIER_SOCKET_URL",
    "COURIER_CLIENT_KEY",
)

# The command that the program runs with the sandbox. The sandbox stops when the command ends: after a
# line on standard input, or when standard input closes because the process that started the sandbox
# has ended, even if that process was killed.
_COMMAND = """\
import json, os, sys
print(json.dumps({name: os.environ[name] for name in sys.argv[1:]}), flush=True)
sys.stdin.readline()
"""


class SandboxServer:
    """A running sandbox. It stops when this process ends, at the latest.

    Attributes:
        url: Base URL, for example `http://127.0.0.1:43211`.
        env: Environment variables that point Courier's SDKs to the sandbox.
    """

    def __init__(self, port: int) -> None:
        """Starts a sandbox, and waits until it accepts connections.

        Raises:
            TypeError: The port is not a number from 0 to 65535.
            CourierAuthError: The sandbox did not start, for example because the port is taken.
        """
        is_valid = isinstance(port, int) and not isinstance(port, bool) and 0 <= port <= 65535
        require(is_valid, "port", "a whole number from 0 to 65535")
        program = find_program()
        command = [program, "sandbox", "exec", "--json", f"--port={port}", "--"]
        command += [sys.executable, "-I", "-S", "-c", _COMMAND, *_VARIABLES]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as stderr:
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=stderr,
                    encoding="utf-8",
                    # Ctrl-C ends the tests. The sandbox must run until their clean-up is done.
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
            except OSError as error:
                raise cannot_run(program, error) from error
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            if not line:
                self.stop()
                stderr.seek(0)
                raise program_error(stderr.read())
        self.env: dict[str, str] = json.loads(line)
        self.url = self.env["COURIER_BASE_URL"]

    @property
    def is_stopped(self) -> bool:
        """True after `stop`."""
        return self._process.returncode is not None

    def stop(self) -> None:
        """Stops the sandbox, and waits until it has ended. Does nothing if it has ended before."""
        if not self.is_stopped:
            self._process.communicate("\n")
